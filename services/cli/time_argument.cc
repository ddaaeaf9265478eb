#include "services/cli/time_argument.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "services/cli/failure.h"

namespace tarazy::cli {
namespace {

// What a protobuf Timestamp can hold: the years 1 to 9999.
const absl::Time kFirst = absl::FromCivil(absl::CivilSecond(1, 1, 1), absl::UTCTimeZone());
const absl::Time kEnd = absl::FromCivil(absl::CivilSecond(10000, 1, 1), absl::UTCTimeZone());

absl::Duration UnitOf(char letter) {
  switch (letter) {
    case 's':
      return absl::Seconds(1);
    case 'm':
      return absl::Minutes(1);
    case 'h':
      return absl::Hours(1);
    case 'd':
      return absl::Hours(24);
    case 'w':
      return absl::Hours(24 * 7);
    default:
      return absl::ZeroDuration();
  }
}

}  // namespace

absl::StatusOr<absl::Time> ParseTime(absl::string_view option, absl::string_view text) {
  for (const char* format : {"%E4Y-%m-%d", "%E4Y-%m-%dT%H:%M%Ez", "%E4Y-%m-%dT%H:%M:%E*S%Ez",
                             "%E4Y-%m-%dT%H:%M", "%E4Y-%m-%dT%H:%M:%E*S"}) {
    absl::Time time;
    std::string why;
    // absl skips white space; a time of ours has none.
    if (text.find_first_of(" \t\n") != absl::string_view::npos) break;
    if (!absl::ParseTime(format, text, absl::UTCTimeZone(), &time, &why)) continue;
    if (time < kFirst || time >= kEnd) break;
    return time;
  }
  return UsageError(absl::StrCat(
      option, ": \"", text, "\" is not a time; write 2026-12-01 or 2026-12-01T09:00:00+05:00"));
}

absl::StatusOr<absl::Time> ParseExpiry(absl::string_view option, absl::string_view text,
                                       absl::Time now) {
  const absl::Duration unit = text.empty() ? absl::ZeroDuration() : UnitOf(text.back());
  int32_t count = 0;
  if (unit > absl::ZeroDuration() && text.find_first_not_of("0123456789") == text.size() - 1 &&
      absl::SimpleAtoi(text.substr(0, text.size() - 1), &count)) {
    const absl::Time time = now + count * unit;
    if (count > 0 && time < kEnd) return time;
  }
  const auto time = ParseTime(option, text);
  if (time.ok()) return time;
  return UsageError(absl::StrCat(option, ": \"", text,
                                 "\" is neither a span such as 30d or 12h nor a time such as "
                                 "2026-12-01 or 2026-12-01T09:00:00+05:00"));
}

absl::StatusOr<WallTime> ParseWallTime(absl::string_view option, absl::string_view text) {
  constexpr size_t kDateLength = 10;
  const absl::string_view date = text.substr(0, kDateLength);
  if (text.size() > kDateLength && (text[kDateLength] == ' ' || text[kDateLength] == 'T') &&
      ParseDay(date).has_value() && IsClock(text.substr(kDateLength + 1))) {
    return WallTime{.date = std::string(date), .clock = std::string(text.substr(kDateLength + 1))};
  }
  return UsageError(absl::StrCat(option, ": \"", text,
                                 "\" is not a time on the wall; write \"2027-03-01 09:00\", and "
                                 "the zone with --zone"));
}

bool IsClock(absl::string_view text) {
  const auto digit = [&](size_t at) { return absl::ascii_isdigit(text[at]); };
  return text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4) &&
         text.substr(0, 2) < "24" && text.substr(3) < "60";
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp result;
  const int64_t seconds = absl::ToUnixSeconds(time);
  result.set_seconds(seconds);
  result.set_nanos(
      static_cast<int32_t>((time - absl::FromUnixSeconds(seconds)) / absl::Nanoseconds(1)));
  return result;
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E*SZ",
                          absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()),
                          absl::UTCTimeZone());
}

}  // namespace tarazy::cli
