// A host's addresses within a time limit, which getaddrinfo does not have.
#pragma once

#include <sys/socket.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::cache {

struct SocketAddress {
  sockaddr_storage storage = {};
  socklen_t size = 0;
};

// Asks on a thread of its own, one question at a time; who comes meanwhile shares the answer. An
// answer that comes too late is dropped, and its thread ends by itself. Thread-safe.
class Resolver {
 public:
  Resolver(absl::string_view host, int port);

  // At least one address. UNAVAILABLE when there is none, or not by `deadline`.
  absl::StatusOr<std::vector<SocketAddress>> Resolve(
      std::chrono::steady_clock::time_point deadline);

 private:
  struct Question;

  const std::string host_;
  const std::string port_;
  const std::shared_ptr<Question> question_;
};

}  // namespace tarazy::cache
