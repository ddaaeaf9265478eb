// Deadlines that are counted from a date, once or again and again.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"

namespace tarazy::notifications {

// So many months later on the same day of the month, or on the last one of a shorter month: 31
// January and one month is 28 or 29 February.
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// Every so many months after a date. Counted from the date itself, so that a short month does not
// shorten those after it: 31 January, 28 February, 31 March.
struct Recurrence {
  absl::CivilDay start;
  // From 1.
  int months = 12;
  // The last day it may fall on; nothing: forever.
  std::optional<absl::CivilDay> until;
};

// The first occurrence after `day`; `start` itself is none. Nothing when there is none any more, or
// `months` is below 1.
std::optional<absl::CivilDay> NextAfter(const Recurrence& recurrence, absl::CivilDay day);

// The first `most` of them.
std::vector<absl::CivilDay> Occurrences(const Recurrence& recurrence, int most);

}  // namespace tarazy::notifications
