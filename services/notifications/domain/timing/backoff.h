// When a failed attempt is repeated. Lots are passed in, uniform in [0, 1).
#pragma once

#include <optional>

#include "absl/time/time.h"

namespace tarazy::notifications {

// A failed attempt.
struct FailedAttempt {
  // How many were made, with this one: from 1.
  int attempts = 1;
  // When the first of them was made.
  absl::Time first;
  // When this one failed.
  absl::Time now;
  // Retry-After, counted from `now`; zero when there was none. More than 24 hours count as 24.
  absl::Duration retry_after;
  double lot = 0;
};

// E-mail: within 1 min, 5 min, 15 min, 1 h, 3 h, then every 6 h, each drawn by lot from the whole
// of it (full jitter), but not less than kShortestEmailWait; until 3 days after the first attempt,
// when it is tried for the last time. Nothing: dead.
inline constexpr absl::Duration kShortestEmailWait = absl::Seconds(10);
std::optional<absl::Time> NextEmailAttempt(const FailedAttempt& failed);

// Webhooks: the table of Standard Webhooks 1.0.0: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h
// and 24 h, each longer by up to a fifth of it by lot. Nothing after the tenth attempt, or ten days
// after the first, when others were tried in its place meanwhile: dead.
std::optional<absl::Time> NextWebhookAttempt(const FailedAttempt& failed);

}  // namespace tarazy::notifications
