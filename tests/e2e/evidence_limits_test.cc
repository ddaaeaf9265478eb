// Large files of evidence, many at once, and a server that dies: limits hold, bytes and memory too.
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "absl/strings/match.h"
#include "common/base/error.h"
#include "tests/e2e/evidence_fixture.h"

namespace tarazy::e2e {
namespace {

class EvidenceLimitsTest : public EvidenceTest {};

TEST_F(EvidenceLimitsTest, ALargeFileComesBackByteForByteAndALargerOneIsRefused) {
  const std::string bytes = Pattern(kLimit, 1);
  const std::string name = Upload(bytes);
  EXPECT_EQ(name, NameOf(bytes));
  EXPECT_TRUE(Downloaded(name) == bytes);

  const std::string larger = bytes + "x";
  ExpectRefused({"evidence", "upload", deployment_.Write("larger", larger)}, "",
                "RESOURCE_EXHAUSTED");
  // Without its size announced it is refused when the limit is passed.
  const CliResult piped =
      deployment_.RunWithInput({"evidence", "upload", "-", "--file-name", "larger"}, larger);
  EXPECT_EQ(piped.exit, 1);
  EXPECT_TRUE(absl::StrContains(piped.err, "RESOURCE_EXHAUSTED")) << piped.err;
  std::vector<UploadEvidenceRequest> parts = Parts(HeaderFor("larger"), {});
  for (size_t at = 0; at < larger.size(); at += kMiB) {
    parts.emplace_back().set_chunk(larger.substr(at, kMiB));
  }
  const absl::Status status = Refusal(parts);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  ExpectRefused({"evidence", "get", NameOf(larger)}, "", "NOT_FOUND");
}

TEST_F(EvidenceLimitsTest, ParallelUploadsOfOneFileStoreItOnce) {
  const std::string bytes = Pattern(3 * kMiB, 5);
  std::vector<std::string> secrets;
  for (const char* institution : {"p-1", "p-2", "p-3"}) {
    secrets.push_back(SecretIn(deployment_.TokenFile("institution", institution)));
  }
  std::vector<std::thread> uploads;
  for (int i = 0; i < 6; ++i) {
    uploads.emplace_back([&, i] {
      std::vector<UploadEvidenceRequest> parts = Parts(HeaderFor("x"), {});
      for (size_t at = 0; at < bytes.size(); at += 100'000) {
        parts.emplace_back().set_chunk(bytes.substr(at, 100'000));
      }
      const auto name = Send(deployment_, parts, secrets[static_cast<size_t>(i % 3)]);
      EXPECT_TRUE(name.ok()) << name.status();
      EXPECT_EQ(name.value_or(""), NameOf(bytes));
    });
  }
  for (std::thread& upload : uploads) upload.join();
  const auto data = deployment_.OpenData("rankings");
  const std::string where = absl::StrCat(" WHERE sha256 = '", Hex(Sha256Of(bytes)), "'");
  EXPECT_EQ(Count(*data, "SELECT COUNT(*) FROM evidence_chunk" + where), 12);
  EXPECT_EQ(Count(*data, "SELECT COUNT(*) FROM evidence_access" + where), 3);
  EXPECT_TRUE(Downloaded(NameOf(bytes)) == bytes);
}

TEST_F(EvidenceLimitsTest, AnInstitutionsQuotaHolds) {
  const auto deployment =
      Deployment::Fresh("limits: {max_evidence_bytes: 600, max_institution_evidence_bytes: 1000}");
  const std::string own = deployment->TokenFile("institution", "q-own");
  const std::string other = deployment->TokenFile("institution", "q-other");
  const auto upload = [&](const std::string& bytes, const std::string& token) {
    return deployment->Run({"evidence", "upload", deployment->Write("x", bytes)}, token);
  };
  EXPECT_EQ(upload(std::string(600, 'a'), own).exit, 0);
  const CliResult refused = upload(std::string(401, 'b'), own);
  EXPECT_EQ(refused.exit, 1);
  EXPECT_TRUE(absl::StrContains(refused.err, "RESOURCE_EXHAUSTED")) << refused.err;
  EXPECT_EQ(deployment->Run({"evidence", "get", NameOf(std::string(401, 'b'))}).exit, 1);
  EXPECT_EQ(upload(std::string(400, 'b'), own).exit, 0);
  EXPECT_EQ(upload(std::string(600, 'a'), own).exit, 0) << "it has that already";
  EXPECT_EQ(upload(std::string(401, 'b'), other).exit, 0);
  EXPECT_EQ(upload(std::string(600, 'c'), "").exit, 0);
  EXPECT_EQ(upload(std::string(599, 'c'), "").exit, 0) << "the agency has no quota";
  EXPECT_EQ(upload(std::string(601, 'c'), "").exit, 1);
}

TEST_F(EvidenceLimitsTest, SlowTransfersLeaveRoomForOtherCalls) {
  const auto deployment = Deployment::Fresh("limits: {max_concurrent_calls: 4}");
  const std::string name =
      deployment->Must({"evidence", "upload", deployment->Write("x", "stored")}).at("name");
  const auto stub = EvidenceService::NewStub(deployment->rankings());
  const auto context = ContextOf(deployment->AdminToken());
  rankings::v1::UploadEvidenceResponse response;
  const auto slow = stub->UploadEvidence(context.get(), &response);
  for (const auto& part : Parts(HeaderFor("x"), {"slow"})) ASSERT_TRUE(slow->Write(part));

  // As soon as the slow one is in, it has the only place for transfers.
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  absl::Status second;
  while (second.ok() && absl::Now() < deadline) {
    second = Send(*deployment, Parts(HeaderFor("x"), {"other"}), deployment->AdminToken()).status();
  }
  EXPECT_EQ(DetailOf(second).reason, Reason::kOverloaded) << second;
  EXPECT_EQ(deployment->Must({"evidence", "get", name})["name"], name);

  slow->WritesDone();
  EXPECT_TRUE(slow->Finish().ok());
  EXPECT_EQ(response.evidence().name(), NameOf("slow"));
}

TEST_F(EvidenceLimitsTest, KillingTheServerLosesNothingAndKeepsNoHalves) {
  const auto deployment = Deployment::Fresh();
  const std::string stored = Pattern(2 * kMiB, 11);
  deployment->Must({"evidence", "upload", deployment->Write("x", stored)});

  const std::string half = Pattern(kMiB, 13);
  const auto stub = EvidenceService::NewStub(deployment->rankings());
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + deployment->AdminToken());
  rankings::v1::UploadEvidenceResponse response;
  const auto writer = stub->UploadEvidence(&context, &response);
  for (const auto& part : Parts(HeaderFor("x"), {half})) ASSERT_TRUE(writer->Write(part));
  deployment->KillAll();
  EXPECT_FALSE(writer->Finish().ok());
  deployment->Restart();

  const std::string out = deployment->Write("out", "");
  deployment->Must({"evidence", "download", NameOf(stored), out});
  EXPECT_TRUE(ReadAll(out) == stored);
  EXPECT_EQ(deployment->Run({"evidence", "get", NameOf(half)}).exit, 1);
  EXPECT_EQ(deployment->Must({"evidence", "upload", deployment->Write("x", half)})["name"],
            NameOf(half));
}

TEST_F(EvidenceLimitsTest, MemoryDoesNotGrowWithTheFile) {
  const auto deployment = Deployment::Fresh("limits: {max_evidence_bytes: 268435456}");
  const auto once = [&](const std::string& bytes) {
    const std::string out = deployment->Write("out", "");
    const std::string file = deployment->Write("x", bytes);
    deployment->Must({"evidence", "upload", file});
    deployment->Must({"evidence", "download", NameOf(bytes), out});
    std::filesystem::remove(file);
    std::filesystem::remove(out);
  };
  once(Pattern(4 * kMiB, 17));  // what any file takes
  const int64_t before = deployment->rankings_process().PeakBytes();
  once(Pattern(160 * kMiB, 19));
  const int64_t grown = deployment->rankings_process().PeakBytes() - before;
  RecordProperty("grown_bytes", std::to_string(grown));
  EXPECT_LT(grown, 64 << 20) << "bytes, for a file of 160 MiB";
}

}  // namespace
}  // namespace tarazy::e2e
