// Ends a stream whose other side stalls: reading and writing know no deadline, and a client that is
// gone must not keep its place.
#pragma once

#include <functional>
#include <thread>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::rpc {

class IdleWatch {
 public:
  // Calls `stop` (the server context's TryCancel) once, from a thread of its own, when nothing
  // moved for `max_idle` or the deadline has come; never after it is destroyed.
  IdleWatch(absl::Time deadline, std::function<void()> stop,
            absl::Duration max_idle = absl::Seconds(30));
  ~IdleWatch();
  IdleWatch(const IdleWatch&) = delete;
  IdleWatch& operator=(const IdleWatch&) = delete;

  // Something moved.
  void Touch() const;

 private:
  void Watch();

  const absl::Time deadline_;
  const std::function<void()> stop_;
  const absl::Duration max_idle_;
  mutable Mutex mu_;
  CondVar wake_;
  bool done_ ABSL_GUARDED_BY(mu_) = false;
  mutable absl::Time last_ ABSL_GUARDED_BY(mu_) = absl::Now();
  std::thread thread_;  // last: it uses the others
};

}  // namespace tarazy::rpc
