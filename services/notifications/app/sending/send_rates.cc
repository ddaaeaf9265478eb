#include "services/notifications/app/sending/send_rates.h"

#include <algorithm>

namespace tarazy::notifications {

SendRates::Use* SendRates::Table::Find(absl::string_view key, absl::Time now) {
  if (limit_.most <= 0) return nullptr;
  if (uses_.size() >= sweep_at_) {
    std::erase_if(uses_, [&](const auto& entry) {
      return entry.second.used_until <= now && entry.second.asked_until <= now;
    });
    sweep_at_ = std::max<size_t>(10'000, 2 * uses_.size());
  }
  return &uses_[std::string(key)];
}

bool SendRates::Table::HasRoom(const Use* use, absl::Time now) const {
  return use == nullptr || use->used_until + limit_.per / limit_.most <= now + limit_.per;
}

void SendRates::Table::Count(Use* use, absl::Time now) const {
  if (use != nullptr) use->used_until = std::max(use->used_until, now) + limit_.per / limit_.most;
}

absl::Time SendRates::Table::Queue(Use* use, absl::Time now) const {
  const absl::Duration share = limit_.per / limit_.most;
  const absl::Time turn = std::max(use->used_until + share - limit_.per, use->asked_until);
  use->asked_until = std::max(turn, now) + share;
  return std::max(turn, now + share);
}

absl::Time SendRates::Take(absl::string_view host, absl::string_view recipient, absl::Time now) {
  MutexLock lock(mu_);
  Use* of_host = hosts_.Find(host, now);
  Use* of_recipient = recipients_.Find(recipient, now);
  if (!recipients_.HasRoom(of_recipient, now)) return recipients_.Queue(of_recipient, now);
  if (!hosts_.HasRoom(of_host, now)) return hosts_.Queue(of_host, now);
  hosts_.Count(of_host, now);
  recipients_.Count(of_recipient, now);
  return now;
}

}  // namespace tarazy::notifications
