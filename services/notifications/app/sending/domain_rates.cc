#include "services/notifications/app/sending/domain_rates.h"

#include <algorithm>

namespace tarazy::notifications {

absl::Time DomainRates::Take(absl::string_view domain, absl::Time now) {
  if (per_second_ <= 0) return now;
  MutexLock lock(mu_);
  if (used_until_.size() >= kMost) {
    std::erase_if(used_until_, [&](const auto& entry) { return entry.second <= now; });
  }
  absl::Time& used_until = used_until_[std::string(domain)];
  if (used_until > now + absl::Seconds(1)) return used_until - absl::Seconds(1);
  used_until = std::max(used_until, now) + absl::Seconds(1) / per_second_;
  return now;
}

}  // namespace tarazy::notifications
