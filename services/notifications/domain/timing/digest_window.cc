#include "services/notifications/domain/timing/digest_window.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/base/civil_day.h"

namespace tarazy::notifications {
namespace {

// The working day on which the window that begins counting at `day` closes.
absl::CivilDay FirstWorkingDay(const SendingHours& hours, absl::CivilDay day) {
  while (!hours.IsWorkingDay(day)) ++day;
  return day;
}

}  // namespace

DigestWindow WindowOf(const SendingHours& hours, v1::DigestPeriod period, Clock clock,
                      absl::Time time) {
  const bool weekly = period == v1::DIGEST_PERIOD_WEEKLY;
  absl::CivilDay day(hours.zone().At(time).cs);
  if (weekly) day = absl::PrevWeekday(day + 1, absl::Weekday::monday);
  while (true) {
    const absl::CivilDay closes = FirstWorkingDay(hours, day);
    const absl::Time instant = InstantAtOrAfter(closes, clock, hours.zone());
    if (instant > time) {
      return {.key = absl::StrCat(weekly ? "weekly:" : "daily:", FormatDay(closes)),
              .sends = hours.EarliestFrom(instant)};
    }
    day += weekly ? 7 : 1;
  }
}

}  // namespace tarazy::notifications
