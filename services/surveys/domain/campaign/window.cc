#include "services/surveys/domain/campaign/window.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"

namespace tarazy::surveys {
namespace {

std::optional<absl::CivilMinute> ParseWallTime(absl::string_view text) {
  const auto digit = [&](size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 16 || text[10] != 'T' || text[13] != ':' || !digit(11) || !digit(12) ||
      !digit(14) || !digit(15)) {
    return std::nullopt;
  }
  const std::optional<absl::CivilDay> day = ParseDay(text.substr(0, 10));
  const int hour = (text[11] - '0') * 10 + (text[12] - '0');
  const int minute = (text[14] - '0') * 10 + (text[15] - '0');
  if (!day.has_value() || hour > 23 || minute > 59) return std::nullopt;
  return absl::CivilMinute(day->year(), day->month(), day->day(), hour, minute);
}

absl::StatusOr<absl::Time> InstantOf(const std::string& field, absl::string_view text,
                                     const absl::TimeZone& zone) {
  const std::optional<absl::CivilMinute> wall = ParseWallTime(text);
  if (!wall.has_value()) {
    return InvalidField(field, "must be a day and a time of day such as 2026-04-26T11:15");
  }
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(*wall));
  switch (info.kind) {
    case absl::TimeZone::TimeInfo::UNIQUE:
      return info.pre;
    case absl::TimeZone::TimeInfo::SKIPPED:
      return InvalidField(field, "the clocks of this zone skip this time; choose another");
    case absl::TimeZone::TimeInfo::REPEATED:
      return InvalidField(field, "the clocks of this zone show this time twice; choose another");
  }
  return Internal("a kind of time that there is not");
}

}  // namespace

absl::StatusOr<Instants> InstantsOf(absl::string_view field, const v1::Window& window) {
  Instants instants;
  if (window.opens().empty() && window.closes().empty()) return instants;
  Faults faults;
  absl::TimeZone zone;
  if (window.zone().empty() || !absl::LoadTimeZone(window.zone(), &zone)) {
    faults.Add(absl::StrCat(field, ".zone"), "must be the name of a zone such as Asia/Almaty");
  }
  if (!window.opens().empty()) {
    instants.opens = faults.Take(InstantOf(absl::StrCat(field, ".opens"), window.opens(), zone));
  }
  if (!window.closes().empty()) {
    instants.closes = faults.Take(InstantOf(absl::StrCat(field, ".closes"), window.closes(), zone));
    instants.grace_ends = instants.closes + absl::Minutes(window.grace_minutes());
  }
  if (faults.empty() && instants.closes <= instants.opens) {
    faults.Add(absl::StrCat(field, ".closes"), "must be after `opens`");
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return instants;
}

v1::CampaignState StateAt(const v1::Campaign& campaign, absl::Time now) {
  const absl::StatusOr<Instants> instants = InstantsOf("window", campaign.window());
  // A wall time that a later law of the zone skips: what is stored was valid when it was stored.
  if (!instants.ok()) return v1::CAMPAIGN_STATE_ENDED;
  if (now < instants->opens) return v1::CAMPAIGN_STATE_SCHEDULED;
  if (now < instants->closes) return v1::CAMPAIGN_STATE_OPEN;
  if (now < instants->grace_ends) return v1::CAMPAIGN_STATE_GRACE;
  return v1::CAMPAIGN_STATE_ENDED;
}

}  // namespace tarazy::surveys
