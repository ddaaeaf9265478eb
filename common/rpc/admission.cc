#include "common/rpc/admission.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/base/error.h"

namespace tarazy::rpc {

namespace {

absl::Status Busy() {
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::kOverloaded,
                   "the server is busy; try again in a second",
                   {.metadata = {{"retry_after_seconds", "1"}}});
}

}  // namespace

absl::Status Admission::Enter(absl::Time deadline) {
  const absl::Time until = std::min(deadline, absl::Now() + max_wait_);
  MutexLock lock(mu_);
  if (free_ == 0 && places_ == 0) return Busy();
  --places_;
  while (free_ == 0 && absl::Now() < until) freed_.WaitUntil(mu_, until);
  ++places_;
  if (free_ == 0) return Busy();
  --free_;
  return absl::OkStatus();
}

void Admission::Leave() {
  MutexLock lock(mu_);
  ++free_;
  freed_.NotifyOne();
}

}  // namespace tarazy::rpc
