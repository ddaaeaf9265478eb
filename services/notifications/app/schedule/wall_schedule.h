// Wall times that notices wait for, and the instants that they are.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/domain/timing/wall_time.h"

namespace tarazy::notifications {

// "2027-03-01 09:00 Asia/Almaty".
std::string ScheduleText(absl::CivilDay day, Clock clock, const std::string& zone);
// Its instant, by the zones' law as this process knows it. Errors as InstantOf.
absl::StatusOr<absl::Time> InstantOfSchedule(absl::string_view schedule);

// Puts those after notice `after` that wait for a wall time at its instant. The last seen; 0: there
// are no more.
absl::StatusOr<int64_t> RederiveReleases(sql::Tx& tx, int64_t after, int most);

}  // namespace tarazy::notifications
