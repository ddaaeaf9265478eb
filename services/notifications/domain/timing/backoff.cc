#include "services/notifications/domain/timing/backoff.h"

#include <algorithm>
#include <array>

namespace tarazy::notifications {
namespace {

constexpr absl::Duration kLongestRetryAfter = absl::Hours(24);
constexpr absl::Duration kEmailEnds = absl::Hours(3 * 24);
constexpr absl::Duration kWebhookEnds = absl::Hours(10 * 24);

constexpr std::array<absl::Duration, 6> kEmail = {absl::Minutes(1),  absl::Minutes(5),
                                                  absl::Minutes(15), absl::Hours(1),
                                                  absl::Hours(3),    absl::Hours(6)};

constexpr std::array<absl::Duration, 9> kWebhook = {
    absl::Seconds(5), absl::Minutes(5), absl::Minutes(30), absl::Hours(2), absl::Hours(5),
    absl::Hours(10),  absl::Hours(14),  absl::Hours(20),   absl::Hours(24)};

absl::Time After(const FailedAttempt& failed, absl::Duration wait) {
  return failed.now + std::max(wait, std::min(failed.retry_after, kLongestRetryAfter));
}

}  // namespace

std::optional<absl::Time> NextEmailAttempt(const FailedAttempt& failed) {
  const absl::Time last = failed.first + kEmailEnds;
  if (failed.now >= last) return std::nullopt;
  const size_t row = std::min(static_cast<size_t>(std::max(failed.attempts, 1)), kEmail.size()) - 1;
  const absl::Duration wait = std::max(kEmail[row] * failed.lot, kShortestEmailWait);
  return std::min(After(failed, wait), last);
}

std::optional<absl::Time> NextWebhookAttempt(const FailedAttempt& failed) {
  const size_t row = static_cast<size_t>(std::max(failed.attempts, 1)) - 1;
  if (row >= kWebhook.size() || failed.now - failed.first >= kWebhookEnds) return std::nullopt;
  constexpr double kLonger = 0.2;
  return After(failed, kWebhook[row] * (1 + kLonger * failed.lot));
}

}  // namespace tarazy::notifications
