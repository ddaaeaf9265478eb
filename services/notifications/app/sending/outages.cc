#include "services/notifications/app/sending/outages.h"

#include <algorithm>

namespace tarazy::notifications {
namespace {

constexpr size_t kMost = 10'000;

}  // namespace

std::optional<absl::Time> Outages::Until(absl::string_view who, absl::Time now) {
  MutexLock lock(mu_);
  const auto outage = outages_.find(who);
  if (outage == outages_.end() || now >= outage->second.until) return std::nullopt;
  return outage->second.until;
}

std::optional<absl::Time> Outages::Wait(absl::string_view who, absl::Time now) {
  MutexLock lock(mu_);
  const auto outage = outages_.find(who);
  if (outage == outages_.end()) return std::nullopt;
  if (now < outage->second.until) return outage->second.until;
  outage->second.until = now + kProbe;
  return std::nullopt;
}

void Outages::Answered(absl::string_view who) {
  MutexLock lock(mu_);
  const auto outage = outages_.find(who);
  if (outage != outages_.end()) outages_.erase(outage);
}

void Outages::Failed(absl::string_view who, absl::Time now, std::optional<absl::Time> until) {
  MutexLock lock(mu_);
  // Beyond so many the oldest are forgotten: those are asked once more.
  if (outages_.size() >= kMost && !outages_.contains(who)) {
    outages_.erase(std::min_element(
        outages_.begin(), outages_.end(),
        [](const auto& a, const auto& b) { return a.second.until < b.second.until; }));
  }
  Outage& outage = outages_[std::string(who)];
  outage.last = std::clamp(2 * outage.last, kFirst, kLongest);
  outage.until = until.value_or(now + outage.last);
}

}  // namespace tarazy::notifications
