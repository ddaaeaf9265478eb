#include "services/surveys/app/ballots/rate_limit.h"

#include <algorithm>

namespace tarazy::surveys {

bool RateLimit::Take(absl::string_view key, absl::Time now) {
  MutexLock lock(mu_);
  if (allowances_.size() >= tidy_at_) ForgetFull(now);
  const auto [place, is_new] = allowances_.try_emplace(key, Allowance{rate_.burst, now});
  Allowance& allowance = place->second;
  allowance = {.left = LeftAt(allowance, now), .at = std::max(now, allowance.at)};
  if (allowance.left < 1) return false;
  allowance.left -= 1;
  return true;
}

double RateLimit::LeftAt(const Allowance& allowance, absl::Time now) const {
  const double passed = std::max(0.0, absl::ToDoubleSeconds(now - allowance.at));
  return std::min(rate_.burst, allowance.left + passed * rate_.per_second);
}

// Those whose allowance is whole again are as if they had never come.
void RateLimit::ForgetFull(absl::Time now) {
  absl::erase_if(allowances_,
                 [&](const auto& entry) { return LeftAt(entry.second, now) >= rate_.burst; });
  tidy_at_ = std::max<size_t>(1024, 2 * allowances_.size());
}

}  // namespace tarazy::surveys
