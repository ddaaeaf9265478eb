// Deadlines as they are told of, and their reminders.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/common/v1/event.pb.h"

namespace tarazy::notifications {

// What an event says of a deadline besides the deadline itself.
struct ToldDeadline {
  std::string event;  // its id
  std::string institution;
  std::string about;
  std::string values;    // the event's variables, JSON
  int64_t sequence = 0;  // the event's at its service; 0: it is told by hand
  // It was refused when it came, and is told after events that were behind it.
  bool late = false;
  absl::Time time;  // when it happened; of a late one
};

// Sets, moves or ends a deadline; what was not sent of its ladder is derived anew, in this
// transaction. The same again changes nothing, and what comes late changes nothing that was told of
// the deadline since. INVALID_ARGUMENT (date, zone, NO_SUCH_LOCAL_TIME; a
// topic that is not there or has no ladder).
absl::Status TellDeadline(sql::Tx& tx, const common::v1::Deadline& deadline,
                          const ToldDeadline& told, absl::Time now);

// Turns the reminders whose time has come into notices, at most `most`; those of deadlines that
// ended or moved in between are cancelled. How many there were.
absl::StatusOr<int> ReleaseDueSteps(sql::Tx& tx, int most, absl::Time now);

// Puts the waiting reminders of deadlines after `after` at the instants that their wall
// time has by the zones' law as this process knows it. The last deadline seen; empty: there are no
// more.
absl::StatusOr<std::string> RederiveTimes(sql::Tx& tx, const std::string& after, int most,
                                          absl::Time now);

}  // namespace tarazy::notifications
