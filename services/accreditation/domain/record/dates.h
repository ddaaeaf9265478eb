// Arithmetic of civil dates: months, anniversaries, half-open stretches.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "common/base/civil_day.h"  // IWYU pragma: export

namespace tarazy::accreditation {

// The same day of the month so many months later (negative: earlier); in a shorter month its last
// day: 31 January + 1 month is 28 or 29 February.
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// The anniversary after so many years: of 29 February, in other years, 1 March, so that a term is
// never a day short.
absl::CivilDay Anniversary(absl::CivilDay day, int years);

// A half-open stretch of days: from `from` up to but not including `to`; open where absent.
struct Days {
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> to;

  bool Contains(absl::CivilDay day) const {
    return (!from.has_value() || *from <= day) && (!to.has_value() || day < *to);
  }
};

}  // namespace tarazy::accreditation
