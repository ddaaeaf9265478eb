#include "services/notifications/domain/timing/ladder.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/domain/timing/wall_time.h"

namespace tarazy::notifications {
namespace {

constexpr Clock kMorning{.hour = 9};

absl::StatusOr<absl::Time> DueOf(const v1::DeadlineLadder& deadline, absl::CivilDay day,
                                 const absl::TimeZone& zone) {
  if (deadline.clock().empty()) return EndOfDay("deadline.date", day, zone);
  const std::optional<Clock> clock = ParseClock(deadline.clock());
  if (!clock.has_value()) {
    return InvalidField("deadline.clock", "must be a time of day such as 18:00");
  }
  return InstantOf("deadline.clock", day, *clock, zone);
}

void SendAtOnce(Reminder& reminder, absl::Time now) {
  reminder.state = v1::STEP_STATE_WAITING;
  reminder.time = now;
}

// Those whose day is over; of a deadline that nothing announced, the last word before it.
void Pass(std::vector<Reminder>& reminders, absl::Time due, const absl::TimeZone& zone,
          absl::Time now) {
  Reminder* latest = nullptr;
  bool announced = false;
  for (Reminder& reminder : reminders) {
    const bool before = reminder.time < due;
    const bool over = reminder.time < now;
    const bool of_today = absl::ToCivilDay(reminder.time, zone) == absl::ToCivilDay(now, zone);
    const bool too_late = before && now >= due;
    if (over) reminder.state = v1::STEP_STATE_PASSED;
    if (over && of_today && !too_late) SendAtOnce(reminder, now);
    if (!before) continue;
    if (reminder.state == v1::STEP_STATE_PASSED) {
      latest = &reminder;
    } else {
      announced = true;
    }
  }
  if (latest != nullptr && !announced && now < due) SendAtOnce(*latest, now);
}

}  // namespace

std::string StepName(int days) {
  if (days == 0) return "T";
  return absl::StrCat("T", days < 0 ? "-" : "+", std::abs(days));
}

absl::StatusOr<Ladder> MakeLadder(const v1::DeadlineLadder& deadline, const v1::Topic& topic,
                                  absl::Time now) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, FindZone("deadline.zone", deadline.zone()));
  const std::optional<absl::CivilDay> day = ParseDay(deadline.date());
  if (!day.has_value()) return InvalidField("deadline.date", "must be a day such as 2026-04-25");
  Ladder ladder;
  ASSIGN_OR_RETURN(ladder.due, DueOf(deadline, *day, zone));
  std::vector<std::pair<int, Reminder>> rungs;
  for (const v1::Rung& rung : topic.ladder()) {
    const Clock clock = ParseClock(rung.clock()).value_or(kMorning);
    rungs.emplace_back(
        rung.days(),
        Reminder{.step = StepName(rung.days()),
                 .time = InstantAtOrAfter(*day + rung.days(), clock, zone),
                 .letter = rung.template_().empty() ? topic.template_() : rung.template_()});
  }
  std::sort(rungs.begin(), rungs.end(), [](const auto& a, const auto& b) {
    return std::tie(a.second.time, a.first) < std::tie(b.second.time, b.first);
  });
  for (auto& [days, reminder] : rungs) ladder.reminders.push_back(std::move(reminder));
  Pass(ladder.reminders, ladder.due, zone, now);
  return ladder;
}

}  // namespace tarazy::notifications
