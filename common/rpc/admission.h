// How many calls run at once: a semaphore with a bounded wait. (gRPC's own thread quota rejects at
// random, docs/adr/0004.)
#pragma once

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
  // `waits` counts those that found no slot free.
  Admission(int slots, absl::Duration max_wait, obs::Histogram waits = {})
      : free_(slots), max_wait_(max_wait), waits_(waits) {}

  // Takes a slot, or RESOURCE_EXHAUSTED (reason OVERLOADED) when none came free in time. `waited`,
  // unless null, becomes how long that took: zero when one was free.
  absl::Status Enter(absl::Time deadline, absl::Duration* waited = nullptr);
  void Leave();

 private:
  absl::Status Wait(absl::Time until) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  Mutex mu_;
  CondVar freed_;
  int free_ ABSL_GUARDED_BY(mu_);
  const absl::Duration max_wait_;
  const obs::Histogram waits_;
};

}  // namespace tarazy::rpc
