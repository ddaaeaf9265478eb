// How many calls run at once: a semaphore with a bounded queue and a bounded wait. (gRPC's own
// thread quota rejects at random, docs/adr/0004.)
#pragma once

#include <limits>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::rpc {

class Admission {
 public:
  // Those who wait hold a thread each: at most `queue` of them may.
  Admission(int slots, absl::Duration max_wait, int queue = std::numeric_limits<int>::max())
      : free_(slots), places_(queue), max_wait_(max_wait) {}

  // Takes a slot, or RESOURCE_EXHAUSTED (reason OVERLOADED) when none came free in time or too many
  // wait already.
  absl::Status Enter(absl::Time deadline);
  void Leave();

 private:
  Mutex mu_;
  CondVar freed_;
  int free_ ABSL_GUARDED_BY(mu_);
  int places_ ABSL_GUARDED_BY(mu_);  // left in the queue
  const absl::Duration max_wait_;
};

}  // namespace tarazy::rpc
