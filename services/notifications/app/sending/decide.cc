#include "services/notifications/app/sending/decide.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/notifications/app/notices/spread.h"
#include "services/notifications/app/notices/steps.h"
#include "services/notifications/domain/timing/digest_window.h"
#include "services/notifications/domain/timing/sending_hours.h"

namespace tarazy::notifications {
namespace {

const v1::Preference* PreferenceOf(const Job& job) {
  for (const v1::Preference& preference : job.leased.recipient.preferences()) {
    if (preference.topic() == job.topic->id()) return &preference;
  }
  return nullptr;
}

std::optional<Verdict> Unwanted(const Job& job) {
  const LeasedDelivery& leased = job.leased;
  const bool has_endpoint = !leased.url.empty();
  const auto wanted = ChannelsOf(*job.topic, leased.recipient, has_endpoint);
  if (std::find(wanted.begin(), wanted.end(), leased.delivery.channel) != wanted.end()) {
    return std::nullopt;
  }
  return Verdict{.fate = Fate::kSuppressed,
                 .reason = "the recipient does not want it this way, or has no address for it"};
}

// Mail, endpoints and phones disturb; an inbox waits to be looked into.
bool Disturbs(v1::Channel channel) {
  return channel == v1::CHANNEL_EMAIL || channel == v1::CHANNEL_SMS;
}

std::optional<Verdict> HeldBack(const Job& job, absl::Time now) {
  const StoredDelivery& delivery = job.leased.delivery;
  if (job.topic->urgent() || !Disturbs(delivery.channel)) return std::nullopt;
  const absl::StatusOr<SendingHours> hours = SendingHours::Of(job.leased.recipient);
  if (!hours.ok()) return std::nullopt;  // refused when stored
  const v1::Preference* preference = PreferenceOf(job);
  const bool gathers = preference != nullptr && job.leased.notice.step != kDigestStep &&
                       preference->digest() != v1::DIGEST_PERIOD_UNSPECIFIED;
  if (gathers) {
    const Clock clock = ParseClock(preference->digest_clock()).value_or(Clock{.hour = 9});
    const DigestWindow window = WindowOf(*hours, preference->digest(), clock, now);
    return Verdict{.fate = Fate::kGathered,
                   .reason = "gathered for a digest",
                   .next = window.sends,
                   .window = window.key};
  }
  const absl::Time allowed = hours->EarliestFrom(now);
  if (allowed <= now) return std::nullopt;
  return Verdict{.fate = Fate::kPostponed, .reason = "quiet hours or a day off", .next = allowed};
}

}  // namespace

std::optional<Verdict> Decide(const Job& job, absl::Time now) {
  const LeasedDelivery& leased = job.leased;
  if (leased.moot) {
    return Verdict{.fate = Fate::kMoot, .reason = "its reason has ceased"};
  }
  if (leased.delivery.channel == v1::CHANNEL_WEBHOOK && leased.endpoint_off) {
    // Dead, not suppressed: once the endpoint works again it can be tried again.
    return Verdict{.fate = Fate::kDead, .reason = "the recipient's endpoint is switched off"};
  }
  if (auto verdict = Unwanted(job); verdict.has_value()) return verdict;
  if (!leased.suppressed.empty()) {
    return Verdict{.fate = Fate::kSuppressed,
                   .reason = absl::StrCat("mail does not reach the address: ", leased.suppressed),
                   .address = leased.recipient.email()};
  }
  return HeldBack(job, now);
}

}  // namespace tarazy::notifications
