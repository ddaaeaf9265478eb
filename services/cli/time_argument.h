// Times as people type them and as they are printed: ISO 8601 in, RFC 3339 UTC out.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace tarazy::cli {

// "2026-12-01", "2026-12-01T09:00", "2026-12-01T09:00:00+05:00"; without an offset it is UTC, a
// date is its first moment. Everything else is a usage error that names `option`.
absl::StatusOr<absl::Time> ParseTime(absl::string_view option, absl::string_view text);

// The same, or a span from `now` on: "30d", "12h", "45m", "90s", "2w".
absl::StatusOr<absl::Time> ParseExpiry(absl::string_view option, absl::string_view text,
                                       absl::Time now);

// What a calendar and a clock on the wall show.
struct WallTime {
  std::string date;   // "2027-03-01"
  std::string clock;  // "09:00"
};

// "2027-03-01 09:00" or "2027-03-01T09:00"; without an offset, because the zone decides. Everything
// else is a usage error that names `option`.
absl::StatusOr<WallTime> ParseWallTime(absl::string_view option, absl::string_view text);

// True for "00:00" to "23:59".
bool IsClock(absl::string_view text);

google::protobuf::Timestamp ToTimestamp(absl::Time time);

// "2026-12-01T04:00:00Z".
std::string TimeText(const google::protobuf::Timestamp& time);

}  // namespace tarazy::cli
