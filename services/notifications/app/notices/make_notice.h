// Notices are made: of events of other services, and of what people publish.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/domain/template/notice_values.h"
#include "services/notifications/store/reminder_store.h"
#include "tarazy/common/v1/event.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// An event of another service, read.
struct IncomingEvent {
  common::v1::Event event;
  std::string type;     // of its payload: "tarazy.accreditation.v1.FindingOpened"
  NoticeValues values;  // what its payload says, by field
  // It asks that people be reminded whom only the asking service knows.
  std::optional<ReminderBatch> reminders;
  // It was refused when it came: events behind it were taken in before it.
  bool late = false;
};

// Stores what is told of an event, and its deadlines, once per event id; false for a repeat. An
// event that no topic tells of leaves nothing but its id. INVALID_ARGUMENT, FAILED_PRECONDITION (a
// deadline of it whose reminders cannot be written with its values): it can never be taken in.
absl::StatusOr<bool> TakeIn(sql::Tx& tx, absl::string_view source, const IncomingEvent& incoming,
                            absl::Time now);

// What somebody publishes.
struct Announcement {
  std::string event;  // its id
  v1::Topic topic;
  std::string about;
  std::string institution;
  NoticeValues values;
  std::vector<std::string> recipients;  // ids; none: the topic's audience
  absl::Time release;
  std::string schedule;  // "2027-03-01 09:00 Asia/Almaty", when it was asked for as wall time
  bool at_once = true;   // no time was asked for
  std::optional<common::v1::Deadline> deadline;
};
// False for a repeat. INVALID_ARGUMENT EVENT_REUSED; FAILED_PRECONDITION TEMPLATE_INVALID when the
// topic's template does not render with these values in one of the languages.
absl::StatusOr<bool> PublishAnnouncement(sql::Tx& tx, const Announcement& announcement,
                                         absl::Time now);
// Sets, moves or ends its deadline; nothing is told but the deadline's ladder. What is not said of
// a known one stays as it was. As TellDeadline; FAILED_PRECONDITION TEMPLATE_INVALID when one of
// its reminders does not render with its values in one of the languages.
absl::Status PublishDeadline(sql::Tx& tx, const Announcement& announcement, absl::Time now);

}  // namespace tarazy::notifications
