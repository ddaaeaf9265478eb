#include "services/notifications/domain/timing/wall_time.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

constexpr absl::string_view kDefaultZone = "Asia/Almaty";

bool IsZoneWord(absl::string_view word) {
  return !word.empty() && absl::ascii_isupper(static_cast<unsigned char>(word[0])) &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' ||
                  c == '+';
         });
}

// Before the machine is asked: it would also take a path to a file, or "localtime".
bool IsZoneName(absl::string_view name) {
  const std::vector<absl::string_view> words = absl::StrSplit(name, '/');
  return words.size() <= 3 && std::all_of(words.begin(), words.end(), IsZoneWord);
}

absl::Status NoSuchTime(absl::string_view field, const std::string& sentence) {
  return InvalidArgument(Reason::kNoSuchLocalTime, sentence, {{std::string(field), sentence}});
}

absl::CivilSecond At(absl::CivilDay day, Clock clock) {
  return absl::CivilSecond(day) + clock.Minutes() * 60;
}

}  // namespace

absl::StatusOr<absl::TimeZone> FindZone(absl::string_view field, absl::string_view name) {
  if (name.empty()) name = kDefaultZone;
  absl::TimeZone zone;
  if (!IsZoneName(name) || !absl::LoadTimeZone(name, &zone)) {
    return InvalidField(field, "must be the name of a zone such as Asia/Almaty");
  }
  return zone;
}

std::optional<Clock> ParseClock(absl::string_view text) {
  const auto digit = [&](size_t i) {
    return absl::ascii_isdigit(static_cast<unsigned char>(text[i]));
  };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
    return std::nullopt;
  }
  const Clock clock{.hour = (text[0] - '0') * 10 + (text[1] - '0'),
                    .minute = (text[3] - '0') * 10 + (text[4] - '0')};
  if (clock.hour > 23 || clock.minute > 59) return std::nullopt;
  return clock;
}

absl::StatusOr<absl::Time> InstantOf(absl::string_view field, absl::CivilDay day, Clock clock,
                                     const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(At(day, clock));
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) {
    return NoSuchTime(field,
                      absl::StrFormat("the clocks of %s skip %02d:%02d on %s; choose another "
                                      "time",
                                      zone.name(), clock.hour, clock.minute, FormatDay(day)));
  }
  return info.pre;
}

absl::Time InstantAtOrAfter(absl::CivilDay day, Clock clock, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(At(day, clock));
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

absl::StatusOr<absl::Time> EndOfDay(absl::string_view field, absl::CivilDay day,
                                    const absl::TimeZone& zone) {
  constexpr Clock kNoon{.hour = 12};
  if (zone.At(At(day, kNoon)).kind == absl::TimeZone::TimeInfo::SKIPPED) {
    return NoSuchTime(field, absl::StrCat("there is no ", FormatDay(day), " in ", zone.name()));
  }
  return InstantAtOrAfter(day + 1, Clock{}, zone);
}

}  // namespace tarazy::notifications
