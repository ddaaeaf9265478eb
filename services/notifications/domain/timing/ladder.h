// The reminders of a deadline.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tarazy/notifications/v1/notice.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// A reminder as it stands when its deadline becomes known.
struct Reminder {
  // "T-30", "T", "T+7".
  std::string step;
  // By the rung's clock; of a time that the clocks skip the first instant after the gap.
  absl::Time time;
  // The template's id.
  std::string letter;
  // WAITING; PASSED: never sent.
  v1::StepState state = v1::STEP_STATE_WAITING;
};

struct Ladder {
  // When the deadline is over.
  absl::Time due;
  // By time, of equal times by days.
  std::vector<Reminder> reminders;
};

// "T-30", "T", "T+7".
std::string StepName(int days);

// The ladder of a deadline (its date, clock and zone) that became known at `now`, or was moved to
// this date at `now`: a date that moved is a new deadline, and what was not sent of the old one is
// cancelled by the caller. INVALID_ARGUMENT under "deadline.date", ".clock", ".zone" for a wall
// time that is none; kNoSuchLocalTime for one that the clocks skip.
//
// Reminders whose day is over at `now` are PASSED: a deadline that becomes known late must not send
// all of them in a burst. One whose day is today and whose hour is over is due at once: it stays
// WAITING with `now` as its time; so is, when every reminder before the deadline is over and the
// deadline itself is not, the latest of them, or nothing would be said before it is too late. A
// deadline that is over already sends what comes after it and nothing that was before.
absl::StatusOr<Ladder> MakeLadder(const v1::DeadlineLadder& deadline, const v1::Topic& topic,
                                  absl::Time now);

}  // namespace tarazy::notifications
