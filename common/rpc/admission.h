// How many calls run at once: a semaphore with a bounded queue and a bounded wait. (gRPC's own
// thread quota rejects at random, docs/adr/0004.)
#pragma once

#include <limits>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/obs/metrics.h"

namespace tarazy::rpc {

// RESOURCE_EXHAUSTED, reason OVERLOADED, with when to try again.
absl::Status Overloaded();

class Admission {
 public:
  // Those who wait hold a thread each: at most `queue` of them may. `waits` counts those that found
  // no slot free.
  Admission(int slots, absl::Duration max_wait, int queue = std::numeric_limits<int>::max(),
            obs::Histogram waits = {})
      : free_(slots), places_(queue), max_wait_(max_wait), waits_(waits) {}

  // Takes a slot, or RESOURCE_EXHAUSTED (reason OVERLOADED) when none came free in time or too many
  // wait already. `waited`, unless null, becomes how long that took: zero when one was free.
  absl::Status Enter(absl::Time deadline, absl::Duration* waited = nullptr);
  void Leave();

 private:
  absl::Status Wait(absl::Time until) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  Mutex mu_;
  CondVar freed_;
  int free_ ABSL_GUARDED_BY(mu_);
  int places_ ABSL_GUARDED_BY(mu_);  // left in the queue
  const absl::Duration max_wait_;
  const obs::Histogram waits_;
};

}  // namespace tarazy::rpc
