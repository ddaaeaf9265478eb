// Deadlines and the reminders derived from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/notifications/v1/notice.pb.h"

namespace tarazy::notifications {

struct StoredDeadline {
  std::string name;
  std::string event;  // the id of the one that told of it last
  std::string topic;  // its id
  std::string institution;
  std::string about;
  std::string date;
  std::string clock;
  std::string zone;
  bool ended = false;
  int64_t moves = 0;
  std::string values;  // of its reminders, JSON
  absl::Time changed;
  int64_t sequence = 0;  // of the event, at its service; 0: it was told by hand
};
absl::StatusOr<std::optional<StoredDeadline>> FindDeadline(sql::Tx& tx, absl::string_view name);
absl::Status PutDeadline(sql::Tx& tx, const StoredDeadline& deadline);
// Those with a step that waits, by name, after `after`.
absl::StatusOr<std::vector<StoredDeadline>> WaitingDeadlines(sql::Tx& tx, absl::string_view after,
                                                             int limit);

struct StoredStep {
  std::string deadline;
  int64_t generation = 0;  // how often the deadline had moved
  std::string step;        // "T-30"
  absl::Time fires;
  std::string letter;  // the template's id
  v1::StepState state = v1::STEP_STATE_WAITING;
};
absl::Status InsertSteps(sql::Tx& tx, const std::vector<StoredStep>& steps);
absl::Status SetStepState(sql::Tx& tx, const StoredStep& step, v1::StepState state);
absl::Status SetStepTime(sql::Tx& tx, const StoredStep& step, absl::Time fires);
// Those of a deadline that wait, of any generation, wait no more.
absl::Status CancelWaiting(sql::Tx& tx, absl::string_view deadline);
absl::StatusOr<std::vector<StoredStep>> StepsOf(sql::Tx& tx, absl::string_view deadline);
// Those whose time has come, the earliest first.
absl::StatusOr<std::vector<StoredStep>> DueSteps(sql::Tx& tx, absl::Time now, int limit);
absl::StatusOr<std::optional<absl::Time>> NextStepDue(sql::Tx& tx);

// With their reminders, by the deadlines' names, after `after`; names begin with `prefix`; of all
// institutions when `institution` is empty.
absl::StatusOr<std::vector<v1::DeadlineLadder>> ListLadders(sql::Tx& tx, absl::string_view prefix,
                                                            absl::string_view institution,
                                                            absl::string_view after, int limit);

}  // namespace tarazy::notifications
