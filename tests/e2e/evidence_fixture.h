// What the tests of evidence share: uploads over gRPC and by the command line.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/rpc/status_map.h"
#include "tarazy/rankings/v1/evidence_service.grpc.pb.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {

using rankings::v1::EvidenceService;
using rankings::v1::UploadEvidenceRequest;

inline constexpr size_t kMiB = 1 << 20;
inline constexpr size_t kLimit = 32 * kMiB;  // the default of limits.max_evidence_bytes

inline std::string NameOf(absl::string_view bytes) {
  return absl::StrCat("evidence/", Hex(Sha256Of(bytes)));
}

inline std::string Pattern(size_t size, uint32_t seed) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) {
    seed = seed * 1664525 + 1013904223;
    byte = static_cast<char>(seed >> 24);
  }
  return bytes;
}

inline std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string SecretIn(const std::string& token_file) {
  std::string secret;
  std::ifstream(token_file) >> secret;
  return secret;
}

inline UploadEvidenceRequest::Header HeaderFor(const std::string& file_name) {
  UploadEvidenceRequest::Header header;
  header.set_file_name(file_name);
  return header;
}

// The messages of an upload, in their order.
inline std::vector<UploadEvidenceRequest> Parts(const UploadEvidenceRequest::Header& header,
                                                const std::vector<std::string>& chunks) {
  std::vector<UploadEvidenceRequest> parts(1);
  *parts[0].mutable_header() = header;
  for (const std::string& chunk : chunks) parts.emplace_back().set_chunk(chunk);
  return parts;
}

inline std::unique_ptr<grpc::ClientContext> ContextOf(const std::string& secret) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + secret);
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  return context;
}

// Straight over gRPC; the resource's name, or the refusal.
inline absl::StatusOr<std::string> Send(Deployment& deployment,
                                        const std::vector<UploadEvidenceRequest>& parts,
                                        const std::string& secret) {
  const auto stub = EvidenceService::NewStub(deployment.rankings());
  const auto context = ContextOf(secret);
  rankings::v1::UploadEvidenceResponse response;
  const auto writer = stub->UploadEvidence(context.get(), &response);
  for (const auto& part : parts) {
    if (!writer->Write(part)) break;
  }
  writer->WritesDone();
  const absl::Status status = rpc::FromGrpc(writer->Finish());
  if (!status.ok()) return status;
  return response.evidence().name();
}

// The only column of the only row.
inline int64_t Count(sql::Database& data, absl::string_view sql) {
  int64_t count = -1;
  const absl::Status status =
      data.Read({.deadline = absl::Now() + absl::Seconds(20)}, [&](sql::Tx& tx) {
        return tx.QueryOne(sql, {}, [&](const sql::Row& row) { count = row.Int(0); }).status();
      });
  EXPECT_TRUE(status.ok()) << status;
  return count;
}

class EvidenceTest : public ::testing::Test {
 protected:
  absl::Status Refusal(const std::vector<UploadEvidenceRequest>& parts) {
    return Send(deployment_, parts, deployment_.AdminToken()).status();
  }

  std::string Upload(const std::string& bytes, const std::string& token = "",
                     const std::string& name = "proof.pdf") {
    return deployment_.Must({"evidence", "upload", deployment_.Write(name, bytes)}, token)
        .at("name");
  }

  void ExpectRefused(const std::vector<std::string>& arguments, const std::string& token,
                     const std::string& reason) {
    const CliResult result = deployment_.Run(arguments, token);
    EXPECT_EQ(result.exit, 1) << arguments[1] << result.out;
    EXPECT_TRUE(absl::StrContains(result.err, reason)) << result.err;
  }

  // A path in the test's folder where nothing is yet.
  std::string Out() { return deployment_.Write("out", "") + ".downloaded"; }

  std::string Downloaded(const std::string& name, const std::string& token = "") {
    const std::string out = Out();
    deployment_.Must({"evidence", "download", name, out}, token);
    return ReadAll(out);
  }

  Deployment& deployment_ = Deployment::Get();
};

}  // namespace tarazy::e2e
