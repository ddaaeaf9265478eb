// When what is gathered for somebody is sent.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "services/notifications/domain/timing/sending_hours.h"
#include "tarazy/notifications/v1/recipient.pb.h"

namespace tarazy::notifications {

struct DigestWindow {
  // "daily:2026-04-27", "weekly:2026-04-27": the day in the recipient's zone on which it closes.
  // One digest per recipient, topic and key, however often it is closed.
  std::string key;
  // When it is sent; allowed by his hours.
  absl::Time sends;
};

// The window of a notice that arrives at `time`: the first that closes after it. DAILY closes on
// working days at `clock`, WEEKLY on Mondays or the first working day after. UNSPECIFIED is taken
// as DAILY.
DigestWindow WindowOf(const SendingHours& hours, v1::DigestPeriod period, Clock clock,
                      absl::Time time);

}  // namespace tarazy::notifications
