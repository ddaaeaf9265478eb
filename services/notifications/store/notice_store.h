// Notices: what is told once, before it is anybody's delivery.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace tarazy::notifications {

// Something was made at the same time: ABORTED CONFLICT, on which Database::Write tries again.
absl::Status LostRace(absl::string_view what);

struct StoredNotice {
  int64_t id = 0;
  std::string event;    // its id
  std::string step;     // see Delivery.step
  std::string topic;    // its id
  std::string content;  // SHA-256 of what was published
  std::string institution;
  std::string about;
  std::string deadline;    // of a ladder: its name
  int64_t generation = 0;  // of a ladder: how often the deadline had moved
  std::string letter;      // the template's id
  int64_t letter_version = 0;
  std::string values;                   // JSON (domain/template/notice_values.h)
  std::vector<std::string> recipients;  // ids; none: the topic's audience
  absl::Time release;                   // nobody is told before
  std::string schedule;                 // "2027-03-01 09:00 Asia/Almaty", when asked for so
  std::optional<std::string> spread_after;
  std::optional<absl::Time> acknowledge_by;
  absl::Time created;
  bool cancelled = false;  // its reason ceased before it was released
};

// True when it is new. False for a repeat; INVALID_ARGUMENT EVENT_REUSED when the event was told of
// on this topic with another content. It is to be spread from now on.
absl::StatusOr<bool> InsertNotice(sql::Tx& tx, const StoredNotice& notice);
absl::StatusOr<std::optional<StoredNotice>> FindNotice(sql::Tx& tx, absl::string_view event,
                                                       absl::string_view step,
                                                       absl::string_view topic);
// INTERNAL when there is none.
absl::StatusOr<StoredNotice> LoadNotice(sql::Tx& tx, int64_t id);

// Those to be released until then of which not all recipients have deliveries, the earliest first.
absl::StatusOr<std::vector<StoredNotice>> SpreadingNotices(sql::Tx& tx, absl::Time until,
                                                           int limit);
// Those of a topic about this that are to be released later than `now`.
absl::StatusOr<std::vector<StoredNotice>> UnreleasedNotices(sql::Tx& tx, absl::string_view topic,
                                                            absl::string_view about,
                                                            absl::Time now);
// It is told to nobody who was not told already.
absl::Status CancelNotice(sql::Tx& tx, int64_t id);
// The earliest release of those to be spread.
absl::StatusOr<std::optional<absl::Time>> NextRelease(sql::Tx& tx);
// Those that wait for a wall time, by id, after `after`.
absl::StatusOr<std::vector<StoredNotice>> ScheduledNotices(sql::Tx& tx, int64_t after, int limit);
absl::Status SetRelease(sql::Tx& tx, int64_t id, absl::Time release);
// The notices of this event of a ladder, on this topic, are of this generation of the deadline.
absl::Status AdoptNotices(sql::Tx& tx, absl::string_view event, absl::string_view topic,
                          int64_t generation);
// Nothing: all have.
absl::Status SetSpread(sql::Tx& tx, int64_t id, const std::optional<std::string>& after);

// Those whose acknowledgements are due.
absl::StatusOr<std::vector<StoredNotice>> NoticesToEscalate(sql::Tx& tx, absl::Time now, int limit);
absl::Status ClearAcknowledgeBy(sql::Tx& tx, int64_t id);

// The ids of recipients of a notice who have not acknowledged it.
absl::StatusOr<std::vector<std::string>> NotAcknowledged(sql::Tx& tx, int64_t notice, int limit);

}  // namespace tarazy::notifications
