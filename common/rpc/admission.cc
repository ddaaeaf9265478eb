#include "common/rpc/admission.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::rpc {

absl::Status Overloaded() {
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::kOverloaded,
                   "the server is busy; try again in a second",
                   {.metadata = {{"retry_after_seconds", "1"}}});
}

absl::Status Admission::Enter(absl::Time deadline, absl::Duration* waited) {
  if (waited != nullptr) *waited = absl::ZeroDuration();
  MutexLock lock(mu_);
  if (free_ == 0) {
    if (places_ == 0) return Overloaded();
    const absl::Time start = absl::Now();
    const absl::Time until = std::min(deadline, start + max_wait_);
    --places_;
    while (free_ == 0 && absl::Now() < until) freed_.WaitUntil(mu_, until);
    ++places_;
    const absl::Duration took = absl::Now() - start;
    waits_.Observe(absl::ToDoubleSeconds(took));
    if (waited != nullptr) *waited = took;
    if (free_ == 0) return Overloaded();
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
