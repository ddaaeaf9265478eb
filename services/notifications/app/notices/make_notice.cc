#include "services/notifications/app/notices/make_notice.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/seal.h"
#include "common/base/status_macros.h"
#include "common/outbox/inbox.h"
#include "services/notifications/app/ladders/deadlines.h"
#include "services/notifications/app/notices/steps.h"
#include "services/notifications/domain/template/built_in_values.h"
#include "services/notifications/domain/template/render.h"
#include "services/notifications/domain/timing/ladder.h"
#include "services/notifications/domain/timing/wall_time.h"
#include "services/notifications/store/ladder_store.h"
#include "services/notifications/store/notice_store.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

absl::StatusOr<StoredNotice> NoticeOn(sql::Tx& tx, const v1::Topic& topic, absl::Time release,
                                      absl::Time now) {
  ASSIGN_OR_RETURN(const int64_t version, NewestVersion(tx, topic.template_()));
  StoredNotice notice{.step = kEventStep,
                      .topic = topic.id(),
                      .letter = topic.template_(),
                      .letter_version = version,
                      .release = release,
                      .created = now};
  if (topic.acknowledge_within_days() > 0) {
    notice.acknowledge_by =
        std::max(now, release) + absl::Hours(24 * topic.acknowledge_within_days());
  }
  return notice;
}

absl::Status CheckRendersOn(const CompiledTemplate& letter, const Occasion& occasion,
                            NoticeValues values) {
  AddBuiltIns(occasion, values);
  for (const Language language : kLanguages) {
    RETURN_IF_ERROR(letter.Render(values, language, absl::UTCTimeZone()).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<CompiledTemplate> NewestLetter(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(const v1::Template letter, LoadTemplate(tx, id, 0));
  return CompiledTemplate::Compile(letter);
}

// A notice that nobody can be sent for want of a value is found when it is published.
absl::Status CheckRenders(sql::Tx& tx, const v1::Topic& topic, const NoticeValues& values,
                          absl::Time now) {
  ASSIGN_OR_RETURN(const CompiledTemplate letter, NewestLetter(tx, topic.template_()));
  return CheckRendersOn(letter, {.recipient = topic.id(), .now = now}, values);
}

// Which reminder it is, in front of what is wrong with it.
absl::Status About(absl::string_view step, const absl::Status& status) {
  absl::Status about(status.code(), absl::StrCat("the reminder ", step, ": ", status.message()));
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { about.SetPayload(url, payload); });
  return about;
}

// So is a reminder, as it would be told at its time: months later nobody could mend it.
absl::Status CheckRemindersRender(sql::Tx& tx, const std::string& name) {
  ASSIGN_OR_RETURN(const std::optional<StoredDeadline> deadline, FindDeadline(tx, name));
  if (!deadline.has_value() || deadline->ended) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Topic topic, LoadTopic(tx, deadline->topic));
  ASSIGN_OR_RETURN(const NoticeValues values, FromJson(deadline->values));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, FindZone("deadline.zone", deadline->zone));
  const std::optional<absl::CivilDay> due = ParseDay(deadline->date);
  if (!due.has_value()) return InvalidField("deadline.date", "is a date, 2027-03-01");
  v1::DeadlineLadder day;
  day.set_date(deadline->date);
  day.set_clock(deadline->clock);
  day.set_zone(deadline->zone);
  ASSIGN_OR_RETURN(const Ladder ladder, MakeLadder(day, topic, absl::InfinitePast()));
  std::map<std::string, CompiledTemplate> letters;
  for (const Reminder& reminder : ladder.reminders) {
    auto letter = letters.find(reminder.letter);
    if (letter == letters.end()) {
      ASSIGN_OR_RETURN(CompiledTemplate newest, NewestLetter(tx, reminder.letter));
      letter = letters.emplace(reminder.letter, std::move(newest)).first;
    }
    const Occasion occasion{.recipient = topic.id(),
                            .now = reminder.time,
                            .deadline = Occasion::Deadline{
                                .due = *due, .today = absl::ToCivilDay(reminder.time, zone)}};
    const absl::Status status = CheckRendersOn(letter->second, occasion, values);
    if (!status.ok()) return About(reminder.step, status);
  }
  return absl::OkStatus();
}

absl::Status StoreDeadline(sql::Tx& tx, const common::v1::Deadline& deadline,
                           const ToldDeadline& told, absl::Time now) {
  RETURN_IF_ERROR(TellDeadline(tx, deadline, told, now));
  return CheckRemindersRender(tx, deadline.name());
}

// What was to be told later and is not so any more.
absl::Status CancelUnreleased(sql::Tx& tx, const v1::Topic& topic, const IncomingEvent& incoming,
                              absl::Time now) {
  for (const v1::Cancellation& cancels : topic.cancels()) {
    ASSIGN_OR_RETURN(const std::vector<StoredNotice> later,
                     UnreleasedNotices(tx, cancels.topic(), incoming.event.aggregate(), now));
    for (const StoredNotice& notice : later) {
      ASSIGN_OR_RETURN(const NoticeValues values, FromJson(notice.values));
      const auto there = values.find(cancels.same());
      const auto here = incoming.values.find(cancels.same());
      const bool same =
          there != values.end() && here != incoming.values.end() && there->second == here->second;
      if (cancels.same().empty() || same) RETURN_IF_ERROR(CancelNotice(tx, notice.id));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> TakeIn(sql::Tx& tx, absl::string_view source, const IncomingEvent& incoming,
                            absl::Time now) {
  const common::v1::Event& event = incoming.event;
  ASSIGN_OR_RETURN(const bool taken, outbox::Accept(tx, source, event, now));
  if (!taken) return false;
  const std::string values = ToJson(incoming.values);
  ASSIGN_OR_RETURN(const std::vector<v1::Topic> topics, TopicsOf(tx, incoming.type));
  const absl::Time release = event.has_not_before()
                                 ? absl::FromUnixSeconds(event.not_before().seconds()) +
                                       absl::Nanoseconds(event.not_before().nanos())
                                 : now;
  // What was entered from an old register is no news; its deadlines hold.
  const bool news = !incoming.values.contains("historical");
  for (const v1::Topic& topic : topics) {
    if (!news) break;
    ASSIGN_OR_RETURN(StoredNotice notice, NoticeOn(tx, topic, release, now));
    notice.event = event.id();
    notice.content = HmacOfParts("event", {event.id()});
    notice.institution = event.institution();
    notice.about = event.aggregate();
    notice.values = values;
    RETURN_IF_ERROR(InsertNotice(tx, notice).status());
    RETURN_IF_ERROR(CancelUnreleased(tx, topic, incoming, now));
  }
  if (incoming.reminders.has_value()) {
    RETURN_IF_ERROR(InsertReminderBatch(tx, *incoming.reminders, now));
  }
  for (const common::v1::Deadline& deadline : event.deadlines()) {
    RETURN_IF_ERROR(StoreDeadline(tx, deadline,
                                  {.event = event.id(),
                                   .institution = event.institution(),
                                   .about = event.aggregate(),
                                   .values = values,
                                   .sequence = event.sequence(),
                                   .late = incoming.late,
                                   .time = absl::FromUnixSeconds(event.time().seconds()) +
                                           absl::Nanoseconds(event.time().nanos())},
                                  now));
  }
  return true;
}

absl::StatusOr<bool> PublishAnnouncement(sql::Tx& tx, const Announcement& announcement,
                                         absl::Time now) {
  const v1::Topic& topic = announcement.topic;
  ASSIGN_OR_RETURN(StoredNotice notice, NoticeOn(tx, topic, announcement.release, now));
  notice.event = announcement.event;
  notice.institution = announcement.institution;
  notice.about = announcement.about;
  notice.values = ToJson(announcement.values);
  notice.recipients = announcement.recipients;
  notice.schedule = announcement.schedule;
  notice.content = HmacOfParts(
      "announcement",
      {topic.id(), notice.institution, notice.about, notice.values,
       absl::StrJoin(notice.recipients, "\n"), notice.schedule,
       announcement.at_once ? "" : absl::FormatTime(announcement.release, absl::UTCTimeZone())});
  RETURN_IF_ERROR(CheckRenders(tx, topic, announcement.values, now));
  return InsertNotice(tx, notice);
}

absl::Status PublishDeadline(sql::Tx& tx, const Announcement& announcement, absl::Time now) {
  ASSIGN_OR_RETURN(const auto known, FindDeadline(tx, announcement.deadline->name()));
  ToldDeadline told{.event = announcement.event,
                    .institution = announcement.institution,
                    .about = announcement.about,
                    .values = ToJson(announcement.values)};
  if (known.has_value()) {
    if (announcement.values.empty()) told.values = known->values;
    if (told.institution.empty()) told.institution = known->institution;
    if (told.about.empty()) told.about = known->about;
  }
  return StoreDeadline(tx, *announcement.deadline, told, now);
}

}  // namespace tarazy::notifications
