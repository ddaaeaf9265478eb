#include "services/notifications/app/ladders/deadlines.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "services/notifications/domain/timing/ladder.h"
#include "services/notifications/store/ladder_store.h"
#include "services/notifications/store/notice_store.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

v1::DeadlineLadder DayOf(const StoredDeadline& deadline) {
  v1::DeadlineLadder day;
  day.set_deadline(deadline.name);
  day.set_date(deadline.date);
  day.set_clock(deadline.clock);
  day.set_zone(deadline.zone);
  return day;
}

bool SameDay(const StoredDeadline& a, const StoredDeadline& b) {
  return a.date == b.date && a.clock == b.clock && a.zone == b.zone && a.topic == b.topic;
}

absl::StatusOr<v1::Topic> TopicWithLadder(sql::Tx& tx, const std::string& id) {
  ASSIGN_OR_RETURN(std::optional<v1::Topic> topic, FindTopic(tx, id));
  if (!topic.has_value() || topic->ladder_size() == 0) {
    return InvalidField("deadline.topic",
                        absl::StrCat("there is no topic ", id, " with a ladder of reminders"));
  }
  return *std::move(topic);
}

absl::Status DeriveSteps(sql::Tx& tx, const StoredDeadline& deadline, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Topic topic, TopicWithLadder(tx, deadline.topic));
  ASSIGN_OR_RETURN(const Ladder ladder, MakeLadder(DayOf(deadline), topic, now));
  std::vector<StoredStep> steps;
  for (const Reminder& reminder : ladder.reminders) {
    steps.push_back({.deadline = deadline.name,
                     .generation = deadline.moves,
                     .step = reminder.step,
                     .fires = reminder.time,
                     .letter = reminder.letter,
                     .state = reminder.state});
  }
  return InsertSteps(tx, steps);
}

// The id that a reminder is told under: a date that a deadline comes back to is the same reminder,
// and nobody is told twice.
std::string EventOf(const StoredDeadline& deadline) {
  return absl::StrCat(deadline.name, "@", deadline.date, "T", deadline.clock, "[", deadline.zone,
                      "]");
}

absl::Status Release(sql::Tx& tx, const StoredDeadline& deadline, const StoredStep& step,
                     absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Topic topic, LoadTopic(tx, deadline.topic));
  ASSIGN_OR_RETURN(const int64_t version, NewestVersion(tx, step.letter));
  StoredNotice notice{.event = EventOf(deadline),
                      .step = step.step,
                      .topic = deadline.topic,
                      .content = Sha256Of(EventOf(deadline)),
                      .institution = deadline.institution,
                      .about = deadline.about,
                      .deadline = deadline.name,
                      .generation = deadline.moves,
                      .letter = step.letter,
                      .letter_version = version,
                      .values = deadline.values,
                      .release = now,
                      .created = now};
  if (topic.acknowledge_within_days() > 0) {
    notice.acknowledge_by = now + absl::Hours(24 * topic.acknowledge_within_days());
  }
  RETURN_IF_ERROR(InsertNotice(tx, notice).status());
  return SetStepState(tx, step, v1::STEP_STATE_RELEASED);
}

// An event that comes late, of a deadline that has been told of since. A deadline is always told of
// by the same service, in the order of its sequences; or by hand, in the order of time.
bool IsOvertaken(const ToldDeadline& told, const StoredDeadline& known) {
  if (!told.late) return false;
  return known.sequence == 0 ? known.changed > told.time : known.sequence > told.sequence;
}

}  // namespace

absl::Status TellDeadline(sql::Tx& tx, const common::v1::Deadline& deadline,
                          const ToldDeadline& told, absl::Time now) {
  ASSIGN_OR_RETURN(const std::optional<StoredDeadline> before, FindDeadline(tx, deadline.name()));
  if (before.has_value() && IsOvertaken(told, *before)) return absl::OkStatus();
  StoredDeadline after{.name = deadline.name(),
                       .event = told.event,
                       .topic = deadline.topic(),
                       .institution = told.institution,
                       .about = told.about,
                       .date = deadline.date(),
                       .clock = deadline.clock(),
                       .zone = deadline.zone(),
                       .ended = deadline.ended(),
                       .moves = before.has_value() ? before->moves : 0,
                       .values = told.values,
                       .changed = now,
                       .sequence = told.sequence};
  if (after.ended) {
    // One that was never heard of is kept too: an event before this one that comes late finds that
    // it is over.
    if (before.has_value()) {
      after = *before;
      after.event = told.event;
      after.ended = true;
      after.changed = now;
      after.sequence = told.sequence;
    }
    RETURN_IF_ERROR(CancelWaiting(tx, after.name));
    return PutDeadline(tx, after);
  }
  if (after.date.empty()) return InvalidField("deadline.date", "is missing, and it has not ended");
  const bool anew = !before.has_value() || before->ended || !SameDay(*before, after);
  if (anew && before.has_value()) after.moves += 1;
  RETURN_IF_ERROR(PutDeadline(tx, after));
  if (!anew) return absl::OkStatus();
  RETURN_IF_ERROR(CancelWaiting(tx, after.name));
  // What was told of this very date and has not reached everybody yet is true again.
  RETURN_IF_ERROR(AdoptNotices(tx, EventOf(after), after.topic, after.moves));
  return DeriveSteps(tx, after, now);
}

absl::StatusOr<int> ReleaseDueSteps(sql::Tx& tx, int most, absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<StoredStep> due, DueSteps(tx, now, most));
  for (const StoredStep& step : due) {
    ASSIGN_OR_RETURN(const std::optional<StoredDeadline> deadline, FindDeadline(tx, step.deadline));
    if (deadline.has_value() && !deadline->ended && deadline->moves == step.generation) {
      RETURN_IF_ERROR(Release(tx, *deadline, step, now));
    } else {
      RETURN_IF_ERROR(SetStepState(tx, step, v1::STEP_STATE_CANCELLED));
    }
  }
  return static_cast<int>(due.size());
}

absl::StatusOr<std::string> RederiveTimes(sql::Tx& tx, const std::string& after, int most,
                                          absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<StoredDeadline> waiting, WaitingDeadlines(tx, after, most));
  for (const StoredDeadline& deadline : waiting) {
    ASSIGN_OR_RETURN(const v1::Topic topic, LoadTopic(tx, deadline.topic));
    // As it was when nothing of it was over: which of them wait is known already.
    const absl::StatusOr<Ladder> ladder = MakeLadder(DayOf(deadline), topic, absl::InfinitePast());
    if (!ladder.ok()) continue;  // the zone's law has no such time any more: what is stored stays
    std::map<std::string, absl::Time> times;
    for (const Reminder& reminder : ladder->reminders) times[reminder.step] = reminder.time;
    ASSIGN_OR_RETURN(const std::vector<StoredStep> steps, StepsOf(tx, deadline.name));
    for (const StoredStep& step : steps) {
      const auto time = times.find(step.step);
      const bool waits = step.state == v1::STEP_STATE_WAITING && step.fires > now;
      if (!waits || time == times.end() || time->second == step.fires) continue;
      RETURN_IF_ERROR(SetStepTime(tx, step, time->second));
    }
  }
  return waiting.size() < static_cast<size_t>(most) ? std::string() : waiting.back().name;
}

}  // namespace tarazy::notifications
