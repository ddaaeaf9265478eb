#include "common/rpc/admission.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/base/error.h"

namespace tarazy::rpc {

absl::Status Admission::Enter(absl::Time deadline) {
  const absl::Time until = std::min(deadline, absl::Now() + max_wait_);
  MutexLock lock(mu_);
  while (free_ == 0) {
    if (absl::Now() >= until || !freed_.WaitUntil(mu_, until)) {
      if (free_ > 0) break;
      return MakeError(absl::StatusCode::kResourceExhausted, Reason::kOverloaded,
                       "the server is busy; try again in a second",
                       {.metadata = {{"retry_after_seconds", "1"}}});
    }
  }
  --free_;
  return absl::OkStatus();
}

void Admission::Leave() {
  MutexLock lock(mu_);
  ++free_;
  freed_.NotifyOne();
}

}  // namespace tarazy::rpc
