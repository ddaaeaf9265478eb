// Listens for changes of heads made by other processes, and knows when it cannot hear.
#pragma once

#include <memory>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/cache/heads.h"
#include "common/cache/redis_connection.h"
#include "common/cache/redis_url.h"
#include "common/cache/resolver.h"

namespace tarazy::cache {

// A connection of its own that Redis tells of every key written under the heads' prefix (CLIENT
// TRACKING in BCAST mode: the default mode loses messages when the connection that read a key
// closes). When the connection ends, or Redis does not answer a PING, the heads are dropped first;
// then it connects again, with growing pauses. Needs Redis 6 or later; where tracking is refused,
// heads are never live and each read loads.
class Invalidation {
 public:
  struct Options {
    RedisAddress address;
    absl::Duration connect_budget = absl::Seconds(1);
    // A hung Redis is noticed within the sum of both.
    absl::Duration ping_every = absl::Milliseconds(500);
    absl::Duration ping_patience = absl::Seconds(1);
    absl::Duration first_pause = absl::Milliseconds(100);
    absl::Duration max_pause = absl::Seconds(5);
  };

  // Starts its thread. `heads` must outlive it.
  Invalidation(const Options& options, Heads& heads);
  ~Invalidation();
  Invalidation(const Invalidation&) = delete;
  Invalidation& operator=(const Invalidation&) = delete;

  // True while changes made elsewhere are heard of.
  bool live() const { return heads_.live(); }

 private:
  using Deadline = RedisConnection::Deadline;

  void Run();
  absl::Status Subscribe();
  // Hears until the connection is lost; says why it is.
  absl::Status Hear();
  absl::Status Understand(const redisReply& message, bool& ponged);
  bool Pause(absl::Duration pause);  // false when stopping

  const Options options_;
  Heads& heads_;
  Resolver resolver_;

  Mutex mu_;
  CondVar stopped_;
  bool stop_ ABSL_GUARDED_BY(mu_) = false;
  std::shared_ptr<RedisConnection> connection_ ABSL_GUARDED_BY(mu_);  // replaced by the thread only
  std::thread thread_;
};

}  // namespace tarazy::cache
