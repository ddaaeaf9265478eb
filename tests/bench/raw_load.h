// Calls per second of one unary method, with requests and answers as bytes: the client does the
// same work whatever the method.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace tarazy::bench {

struct RawCall {
  std::string method;  // "/grpc.health.v1.Health/Check"
  std::string request;
};

struct Load {
  double calls_per_second = 0;
  double microseconds_p50 = 0;
  double microseconds_p99 = 0;
};

class RawClient {
 public:
  // `channels` connections with `calls` calls under way on each.
  RawClient(const std::string& server, const std::string& token, int channels, int calls);

  // One call and its answer. Ends the program with a sentence when it fails.
  std::string Ask(const RawCall& call) const;

  // As many calls as finish in that time. Every answer must be of `size` bytes.
  Load Run(const RawCall& call, size_t size, absl::Duration time) const;

 private:
  const std::string token_;
  const int calls_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace tarazy::bench
