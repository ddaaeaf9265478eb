// Who did not acknowledge in time is reported.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace tarazy::notifications {

// Makes the escalations that are due, at most `most`, each once. How many notices it looked at.
absl::StatusOr<int> EscalateDue(sql::Tx& tx, int most, absl::Time now);

}  // namespace tarazy::notifications
