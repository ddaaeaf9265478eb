#include "services/notifications/rpc/publish_request.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/record/check.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"
#include "services/notifications/app/schedule/wall_schedule.h"
#include "services/notifications/domain/timing/recurrence.h"
#include "services/notifications/store/recipient_store.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

constexpr int kMostRecipients = 1000;
constexpr int kMostOccurrences = 400;
constexpr size_t kMostId = 200;
constexpr size_t kMostValue = 20'000;
constexpr int kMostValues = 100;

struct Moment {
  absl::Time time;
  std::string schedule;  // empty: an instant
};

absl::StatusOr<std::vector<absl::CivilDay>> DaysOf(absl::CivilDay first,
                                                   const v1::Recurrence& recurrence) {
  const std::optional<absl::CivilDay> until = ParseDay(recurrence.until());
  if (!until.has_value()) return InvalidField("recurrence.until", "is a date, 2027-12-31");
  if ((recurrence.months() > 0) == (recurrence.days() > 0) || recurrence.months() < 0 ||
      recurrence.days() < 0) {
    return InvalidField("recurrence", "is every so many months, or every so many days");
  }
  std::vector<absl::CivilDay> days = {first};
  if (recurrence.months() > 0) {
    const Recurrence monthly{.start = first, .months = recurrence.months(), .until = until};
    const std::vector<absl::CivilDay> later = Occurrences(monthly, kMostOccurrences);
    days.insert(days.end(), later.begin(), later.end());
  } else {
    for (absl::CivilDay day = first + recurrence.days();
         day <= *until && days.size() <= kMostOccurrences; day += recurrence.days()) {
      days.push_back(day);
    }
  }
  if (days.size() > kMostOccurrences) {
    return InvalidField("recurrence", absl::StrCat("at most ", kMostOccurrences, " times"));
  }
  return days;
}

absl::StatusOr<std::vector<Moment>> MomentsOf(const v1::PublishNoticeRequest& request,
                                              absl::Time now) {
  if (!request.has_at()) {
    if (request.has_recurrence()) {
      return InvalidField("recurrence", "needs a wall time, `at`, to be counted from");
    }
    if (!request.has_not_before()) return std::vector<Moment>{{.time = now}};
    ASSIGN_OR_RETURN(const absl::Time time, rpc::ParseTime("not_before", request.not_before()));
    return std::vector<Moment>{{.time = time}};
  }
  if (request.has_not_before()) {
    return InvalidField("not_before", "either an instant or a wall time, not both");
  }
  const std::optional<absl::CivilDay> first = ParseDay(request.at().date());
  const std::optional<Clock> clock = ParseClock(request.at().clock());
  if (!first.has_value()) return InvalidField("at.date", "is a date, 2027-03-01");
  if (!clock.has_value()) return InvalidField("at.clock", "is a time of day, 09:00");
  ASSIGN_OR_RETURN(const absl::TimeZone zone, FindZone("at.zone", request.at().zone()));
  std::vector<absl::CivilDay> days = {*first};
  if (request.has_recurrence()) {
    ASSIGN_OR_RETURN(days, DaysOf(*first, request.recurrence()));
  }
  std::vector<Moment> moments;
  for (const absl::CivilDay day : days) {
    ASSIGN_OR_RETURN(const absl::Time time, InstantOf("at", day, *clock, zone));
    moments.push_back({.time = time, .schedule = ScheduleText(day, *clock, zone.name())});
  }
  return moments;
}

absl::StatusOr<std::vector<std::string>> RecipientsOf(sql::Tx& tx,
                                                      const v1::PublishNoticeRequest& request) {
  if (request.recipients_size() > kMostRecipients) {
    return InvalidField("recipients", absl::StrCat("at most ", kMostRecipients));
  }
  std::vector<std::string> ids;
  std::set<std::string> seen;
  for (int i = 0; i < request.recipients_size(); ++i) {
    ASSIGN_OR_RETURN(std::string id, rpc::ParseId(absl::StrCat("recipients[", i, "]"),
                                                  "recipients/*", request.recipients(i)));
    if (!seen.insert(id).second) continue;
    RETURN_IF_ERROR(LoadRecipient(tx, id).status());
    ids.push_back(std::move(id));
  }
  return ids;
}

absl::Status CheckTexts(const v1::PublishNoticeRequest& request) {
  Faults faults;
  faults.Add(CheckText("event", request.event(), kMostId));
  if (absl::StrContains(request.event(), '/')) faults.Add("event", "is an id without '/'");
  faults.Add(CheckText("about", request.about(), kMostId));
  if (request.values_size() > kMostValues) {
    faults.Add("values", absl::StrCat("at most ", kMostValues));
  }
  for (const auto& [name, value] : request.values()) {
    if (value.size() > kMostValue) {
      faults.Add(absl::StrCat("values.", name), absl::StrCat("at most ", kMostValue, " bytes"));
    }
  }
  if (!request.institution().empty()) {
    faults.Add(rpc::ParseId("institution", "institutions/*", request.institution()).status());
  }
  if (request.has_deadline()) {
    faults.Add(record::CheckRules(request.deadline(), "deadline"));
    if (request.recipients_size() > 0 || request.has_recurrence() || request.has_not_before() ||
        request.has_at()) {
      faults.Add("deadline", "stands alone: its ladder says when, its topic to whom");
    }
  }
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<std::vector<Announcement>> ReadPublishRequest(
    sql::Tx& tx, const v1::PublishNoticeRequest& request, absl::Time now) {
  RETURN_IF_ERROR(CheckTexts(request));
  ASSIGN_OR_RETURN(const std::string topic, rpc::ParseId("topic", "topics/*", request.topic()));
  Announcement announcement{.about = request.about(), .institution = request.institution()};
  ASSIGN_OR_RETURN(announcement.topic, LoadTopic(tx, topic));
  ASSIGN_OR_RETURN(announcement.recipients, RecipientsOf(tx, request));
  ASSIGN_OR_RETURN(const std::vector<Moment> moments, MomentsOf(request, now));
  for (const auto& [name, value] : request.values()) announcement.values[name] = value;
  if (request.has_deadline()) announcement.deadline = request.deadline();
  announcement.at_once = !request.has_at() && !request.has_not_before();
  const std::string event = request.event().empty() ? RandomHex(16) : request.event();
  std::vector<Announcement> announcements;
  for (size_t i = 0; i < moments.size(); ++i) {
    Announcement& one = announcements.emplace_back(announcement);
    one.event = i == 0 ? event : absl::StrCat(event, "/", i + 1);
    one.release = moments[i].time;
    one.schedule = moments[i].schedule;
    if (i > 0) one.deadline = std::nullopt;
  }
  return announcements;
}

}  // namespace tarazy::notifications
