// The cached reads of rankings as bytes, as any caller.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "tarazy/rankings/v1/rankings_service.pb.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {

struct RawAnswer {
  grpc::Status status;
  std::string bytes;

  bool ok() const { return status.ok(); }
  grpc::StatusCode code() const { return status.error_code(); }
  bool operator==(const RawAnswer& other) const {
    return code() == other.code() && status.error_message() == other.status.error_message() &&
           status.error_details() == other.status.error_details() && bytes == other.bytes;
  }
};

class RawReader {
 public:
  // `token`: the secret; empty to send none.
  RawReader(const Deployment& deployment, std::string token)
      : channel_(deployment.rankings()), token_(std::move(token)) {}

  RawAnswer Scores(const std::string& edition, const std::string& unit,
                   std::chrono::milliseconds deadline = std::chrono::seconds(30)) const {
    rankings::v1::ListNodeScoresRequest request;
    request.set_parent(edition);
    request.set_unit(unit);
    return Ask("ListNodeScores", request.SerializeAsString(), deadline);
  }

  RawAnswer Score(const std::string& edition, const std::string& unit,
                  std::chrono::milliseconds deadline = std::chrono::seconds(30)) const {
    rankings::v1::GetScoreRequest request;
    request.set_parent(edition);
    request.set_unit(unit);
    return Ask("GetScore", request.SerializeAsString(), deadline);
  }

  RawAnswer Rows(const std::string& edition, int page_size = 0, const std::string& page_token = "",
                 const std::string& group = "") const {
    rankings::v1::ListTableRowsRequest request;
    request.set_parent(edition);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    request.set_group(group);
    return Ask("ListTableRows", request.SerializeAsString());
  }

  RawAnswer Ask(const std::string& method, const std::string& request,
                std::chrono::milliseconds deadline = std::chrono::seconds(30)) const {
    const grpc::Slice slice(request);
    const grpc::ByteBuffer buffer(&slice, 1);
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    if (!token_.empty()) context.AddMetadata("authorization", "Bearer " + token_);
    context.set_deadline(std::chrono::system_clock::now() + deadline);
    grpc::CompletionQueue queue;
    const auto call = stub.PrepareUnaryCall(
        &context, "/tarazy.rankings.v1.RankingsService/" + method, buffer, &queue);
    call->StartCall();
    grpc::ByteBuffer answer;
    RawAnswer raw;
    call->Finish(&answer, &raw.status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    std::vector<grpc::Slice> slices;
    if (raw.ok() && answer.Dump(&slices).ok()) {
      for (const grpc::Slice& part : slices) {
        raw.bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
      }
    }
    return raw;
  }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::string token_;
};

// The secret in a token file.
inline std::string SecretOf(const std::string& token_file) {
  std::string secret;
  std::ifstream(token_file) >> secret;
  return secret;
}

}  // namespace tarazy::e2e
