// Civil dates of the record: texts "2023-04-25", days without a zone.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tarazy::accreditation {

// Nothing for anything but an existing day written YYYY-MM-DD in the years 1 to 9999.
std::optional<absl::CivilDay> ParseDay(absl::string_view text);

// "2023-04-25".
std::string FormatDay(absl::CivilDay day);

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
