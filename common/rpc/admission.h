// How many calls run at once: a semaphore with a bounded wait. (gRPC's own thread quota rejects at
// random, docs/adr/0004.)
#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::rpc {

class Admission {
 public:
  Admission(int slots, absl::Duration max_wait) : free_(slots), max_wait_(max_wait) {}

  // Takes a slot, or RESOURCE_EXHAUSTED (reason OVERLOADED) when none came free in time.
  absl::Status Enter(absl::Time deadline);
  void Leave();

 private:
  Mutex mu_;
  CondVar freed_;
  int free_ ABSL_GUARDED_BY(mu_);
  const absl::Duration max_wait_;
};

}  // namespace tarazy::rpc
