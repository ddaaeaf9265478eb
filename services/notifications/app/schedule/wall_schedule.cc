#include "services/notifications/app/schedule/wall_schedule.h"

#include <optional>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/store/notice_store.h"

namespace tarazy::notifications {

std::string ScheduleText(absl::CivilDay day, Clock clock, const std::string& zone) {
  return absl::StrFormat("%s %02d:%02d %s", FormatDay(day), clock.hour, clock.minute, zone);
}

absl::StatusOr<absl::Time> InstantOfSchedule(absl::string_view schedule) {
  const std::vector<std::string> parts = absl::StrSplit(schedule, ' ');
  if (parts.size() != 3) return Internal("a stored schedule has three parts");
  const std::optional<absl::CivilDay> day = ParseDay(parts[0]);
  const std::optional<Clock> clock = ParseClock(parts[1]);
  if (!day.has_value() || !clock.has_value()) return Internal("a stored schedule has no time");
  ASSIGN_OR_RETURN(const absl::TimeZone zone, FindZone("at.zone", parts[2]));
  return InstantOf("at", *day, *clock, zone);
}

absl::StatusOr<int64_t> RederiveReleases(sql::Tx& tx, int64_t after, int most) {
  ASSIGN_OR_RETURN(const std::vector<StoredNotice> waiting, ScheduledNotices(tx, after, most));
  for (const StoredNotice& notice : waiting) {
    const absl::StatusOr<absl::Time> release = InstantOfSchedule(notice.schedule);
    if (!release.ok() || *release == notice.release) continue;
    RETURN_IF_ERROR(SetRelease(tx, notice.id, *release));
  }
  return waiting.size() < static_cast<size_t>(most) ? 0 : waiting.back().id;
}

}  // namespace tarazy::notifications
