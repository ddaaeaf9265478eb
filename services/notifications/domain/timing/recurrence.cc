#include "services/notifications/domain/timing/recurrence.h"

#include <algorithm>

namespace tarazy::notifications {
namespace {

// The last that a civil date can be as a text; also an end to what would never end.
constexpr absl::CivilDay kLastDay(9999, 12, 31);

}  // namespace

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month.year(), month.month(), std::min(day.day(), last.day()));
}

std::optional<absl::CivilDay> NextAfter(const Recurrence& recurrence, absl::CivilDay day) {
  if (recurrence.months < 1) return std::nullopt;
  // Months that have passed tell how many occurrences are over, give or take the day in the month.
  const int64_t passed = absl::CivilMonth(day) - absl::CivilMonth(recurrence.start);
  const absl::CivilDay last = std::min(recurrence.until.value_or(kLastDay), kLastDay);
  int64_t number = std::max<int64_t>(1, passed / recurrence.months);
  while (true) {
    const int64_t months = number * recurrence.months;
    if (months > absl::CivilMonth(kLastDay) - absl::CivilMonth(recurrence.start)) {
      return std::nullopt;
    }
    const absl::CivilDay next = AddMonths(recurrence.start, static_cast<int>(months));
    if (next > last) return std::nullopt;
    if (next > day) return next;
    ++number;
  }
}

std::vector<absl::CivilDay> Occurrences(const Recurrence& recurrence, int most) {
  std::vector<absl::CivilDay> days;
  std::optional<absl::CivilDay> next = NextAfter(recurrence, recurrence.start);
  while (next.has_value() && static_cast<int>(days.size()) < most) {
    days.push_back(*next);
    next = NextAfter(recurrence, *next);
  }
  return days;
}

}  // namespace tarazy::notifications
