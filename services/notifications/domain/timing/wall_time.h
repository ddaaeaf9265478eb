// Wall time and instants. What is promised to people is a day and a time of day in a zone; when the
// zone's law changes, the instant does.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tarazy::notifications {

// The zone of this name, such as "Asia/Almaty", which is also the default; "UTC". INVALID_ARGUMENT
// kInvalidField under `field` for anything else.
absl::StatusOr<absl::TimeZone> FindZone(absl::string_view field, absl::string_view name);

// A time of day, to the minute.
struct Clock {
  int hour = 0;    // 0 to 23
  int minute = 0;  // 0 to 59

  bool operator==(const Clock&) const = default;
  int Minutes() const { return hour * 60 + minute; }
};

// Nothing for anything but "00:00" to "23:59".
std::optional<Clock> ParseClock(absl::string_view text);

// When the clocks of the zone first show this time on that day: of a time that they show twice, the
// earlier. INVALID_ARGUMENT kNoSuchLocalTime, under `field`, when they skip it.
absl::StatusOr<absl::Time> InstantOf(absl::string_view field, absl::CivilDay day, Clock clock,
                                     const absl::TimeZone& zone);

// The same; of a time that the clocks skip the first instant after the gap.
absl::Time InstantAtOrAfter(absl::CivilDay day, Clock clock, const absl::TimeZone& zone);

// The instant at which the day is over, 24:00. INVALID_ARGUMENT kNoSuchLocalTime for a day that the
// zone left out (Pacific/Apia had no 30 December 2011).
absl::StatusOr<absl::Time> EndOfDay(absl::string_view field, absl::CivilDay day,
                                    const absl::TimeZone& zone);

}  // namespace tarazy::notifications
