// Batches of reminders to people whom only the service that asks for them knows: how far each is,
// and nothing of whom.
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

namespace tarazy::notifications {

struct ReminderBatch {
  std::string batch;     // its id
  std::string campaign;  // "campaigns/…"
  std::vector<std::string> strata;
  std::string position;  // opaque; after whom to go on
  int64_t sent = 0;
  int64_t failed = 0;
};

// Due at once. The same again changes nothing.
absl::Status InsertReminderBatch(sql::Tx& tx, const ReminderBatch& batch, absl::Time now);
// Takes one that is due, until `until`; `lease` is a number that was never used before.
absl::StatusOr<std::optional<ReminderBatch>> LeaseReminderBatch(sql::Tx& tx, int64_t lease,
                                                                absl::Time now, absl::Time until);
// Stores how far it is; `next`: when to go on, which while the lease holds is its end. Nothing: it
// is done, and its position is forgotten. False when the lease was lost.
absl::StatusOr<bool> KeepReminderBatch(sql::Tx& tx, const ReminderBatch& batch, int64_t lease,
                                       std::optional<absl::Time> next);

}  // namespace tarazy::notifications
