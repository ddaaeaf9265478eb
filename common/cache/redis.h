// The remote store in Redis: a pool of connections behind a circuit breaker. Nothing it does can
// hold a caller for longer than its budget, and every failure is a miss.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "common/cache/circuit_breaker.h"
#include "common/cache/redis_connection.h"
#include "common/cache/redis_url.h"
#include "common/cache/remote.h"
#include "common/cache/resolver.h"
#include "common/obs/metrics.h"

namespace tarazy::cache {

class Redis final : public Remote {
 public:
  struct Options {
    RedisAddress address;
    // Of one call in wall time: waiting for a connection, making it, command and reply.
    absl::Duration budget = absl::Milliseconds(50);
    int connections = 8;                       // at most
    size_t max_value_bytes = size_t{4} << 20;  // of what is written and what is read
    CircuitBreaker::Options breaker;
  };

  // Connects when it is first used. `metrics` may be null.
  Redis(const Options& options, obs::Metrics* metrics);
  ~Redis() override;

  // A value of another type than a string, or too large, is an error, not a sign of ill health.
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) override;
  absl::Status Set(absl::string_view key, absl::string_view value, absl::Duration ttl) override;

  // Whether reads (writes) are at present not even tried. A server that only refuses writes is
  // still read from.
  bool reads_suspended() const { return reads_.breaker.open(); }
  bool writes_suspended() const { return writes_.breaker.open(); }

 private:
  using Deadline = RedisConnection::Deadline;

  // The health of one kind of call.
  struct Side {
    Side(const CircuitBreaker::Options& options, obs::Metrics* metrics, const char* operation);
    CircuitBreaker breaker;
    obs::Counter failures;
  };

  // Runs a command; error replies come back as statuses. The breakers have been told.
  absl::StatusOr<Reply> Call(Side& side, absl::Span<const absl::string_view> command);
  absl::StatusOr<Reply> Converse(absl::Span<const absl::string_view> command, Deadline deadline);
  absl::StatusOr<std::unique_ptr<RedisConnection>> Borrow(Deadline deadline);
  void Return(std::unique_ptr<RedisConnection> connection);
  void Discard(std::unique_ptr<RedisConnection> connection);
  void DropIdle();

  const Options options_;
  Resolver resolver_;
  Side reads_;
  Side writes_;

  Mutex mu_;
  CondVar freed_;
  std::vector<std::unique_ptr<RedisConnection>> idle_ ABSL_GUARDED_BY(mu_);
  int open_ ABSL_GUARDED_BY(mu_) = 0;  // idle, in use, and being made
};

}  // namespace tarazy::cache
