#include "services/accreditation/domain/record/dates.h"

#include <algorithm>

namespace tarazy::accreditation {
absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month.year(), month.month(), std::min(day.day(), last.day()));
}

absl::CivilDay Anniversary(absl::CivilDay day, int years) {
  // The civil calendar itself carries 29 February over to 1 March.
  return absl::CivilDay(day.year() + years, day.month(), day.day());
}

}  // namespace tarazy::accreditation
