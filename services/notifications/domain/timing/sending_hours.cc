#include "services/notifications/domain/timing/sending_hours.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::notifications {
namespace {

// The first instant after `time` at which the clocks show this, or would but for a gap.
absl::Time NextShown(absl::Time time, absl::CivilDay day, Clock clock, const absl::TimeZone& zone) {
  absl::Time next = absl::InfiniteFuture();
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(day) + clock.Minutes() * 60);
  // Of a time that is shown twice both, of one that is skipped the end of the gap.
  const bool skipped = info.kind == absl::TimeZone::TimeInfo::SKIPPED;
  for (const absl::Time shown :
       {skipped ? info.trans : info.pre, skipped ? info.trans : info.post}) {
    if (shown > time) next = std::min(next, shown);
  }
  return next;
}

// When the clocks are changed next.
absl::Time NextChange(absl::Time time, const absl::TimeZone& zone) {
  absl::TimeZone::CivilTransition change;
  if (!zone.NextTransition(time, &change)) return absl::InfiniteFuture();
  const absl::TimeZone::TimeInfo info = zone.At(change.to);
  const absl::Time changed =
      info.kind == absl::TimeZone::TimeInfo::REPEATED ? info.trans : info.pre;
  return changed > time ? changed : absl::InfiniteFuture();
}

}  // namespace

absl::StatusOr<SendingHours> SendingHours::Of(const v1::Recipient& recipient) {
  SendingHours hours;
  ASSIGN_OR_RETURN(hours.zone_, FindZone("zone", recipient.zone()));
  if (recipient.has_quiet_hours()) {
    const std::optional<Clock> from = ParseClock(recipient.quiet_hours().from());
    const std::optional<Clock> until = ParseClock(recipient.quiet_hours().until());
    if (!from.has_value() || !until.has_value() || from == until) {
      return InvalidField("quiet_hours", "must be two different times of day");
    }
    hours.quiet_ = Quiet{.from = *from, .until = *until};
  }
  hours.works_.fill(recipient.working_days().empty());
  for (const int day : recipient.working_days()) {
    if (day < 1 || day > 7) return InvalidField("working_days", "must be from 1 to 7");
    hours.works_[static_cast<size_t>(day - 1)] = true;
  }
  for (const std::string& off : recipient.days_off()) {
    const std::optional<absl::CivilDay> day = ParseDay(off);
    if (!day.has_value()) return InvalidField("days_off", "must be days such as 2026-03-22");
    hours.days_off_.insert(*day);
  }
  return hours;
}

bool SendingHours::IsQuiet(Clock clock) const {
  if (!quiet_.has_value()) return false;
  const int minutes = clock.Minutes();
  const int from = quiet_->from.Minutes();
  const int until = quiet_->until.Minutes();
  return from < until ? minutes >= from && minutes < until : minutes >= from || minutes < until;
}

bool SendingHours::IsWorkingDay(absl::CivilDay day) const {
  return works_[static_cast<size_t>(absl::GetWeekday(day))] && days_off_.count(day) == 0;
}

bool SendingHours::AllowedAt(absl::Time time) const {
  const absl::CivilSecond local = zone_.At(time).cs;
  return IsWorkingDay(absl::CivilDay(local)) &&
         !IsQuiet({.hour = local.hour(), .minute = local.minute()});
}

absl::Time SendingHours::EarliestFrom(absl::Time time) const {
  // What is forbidden becomes allowed only when a day begins, when quiet hours end, or when the
  // clocks are changed. Working days recur and days off are finite: there is an end.
  while (time < absl::InfiniteFuture() && !AllowedAt(time)) {
    const absl::CivilDay today(zone_.At(time).cs);
    absl::Time next = std::min(NextShown(time, today + 1, Clock{}, zone_), NextChange(time, zone_));
    if (quiet_.has_value() && IsWorkingDay(today)) {
      next = std::min(next, NextShown(time, today, quiet_->until, zone_));
    }
    time = next;
  }
  return time;
}

}  // namespace tarazy::notifications
