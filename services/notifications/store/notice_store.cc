#include "services/notifications/store/notice_store.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/store/notice_row.h"

namespace tarazy::notifications {
namespace {

using sql::V;

#define TARAZY_SELECT "SELECT " TARAZY_NOTICE_COLUMNS " FROM notice n "

constexpr char kFind[] = TARAZY_SELECT "WHERE event = ?1 AND step = ?2 AND topic = ?3";
constexpr char kLoad[] = TARAZY_SELECT "WHERE id = ?1";
constexpr char kSpreading[] = TARAZY_SELECT
    "WHERE spread_after IS NOT NULL AND release_at <= ?1 ORDER BY release_at, id LIMIT ?2";
constexpr char kScheduled[] =
    TARAZY_SELECT "WHERE spread_after = '' AND schedule <> '' AND id > ?1 ORDER BY id LIMIT ?2";
constexpr char kUnreleased[] = TARAZY_SELECT
    "WHERE topic = ?1 AND about = ?2 AND release_at > ?3 AND cancelled = 0 ORDER BY id";
constexpr char kToEscalate[] = TARAZY_SELECT
    "WHERE acknowledge_by IS NOT NULL AND acknowledge_by <= ?1 ORDER BY acknowledge_by, id "
    "LIMIT ?2";

#undef TARAZY_SELECT

absl::StatusOr<std::vector<StoredNotice>> ReadAll(sql::Tx& tx, absl::string_view statement,
                                                  absl::Span<const sql::Value> params) {
  std::vector<StoredNotice> notices;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    notices.push_back(ReadNotice(row, 0));
    return absl::OkStatus();
  }));
  return notices;
}

}  // namespace

absl::Status LostRace(absl::string_view what) {
  return MakeError(absl::StatusCode::kAborted, Reason::kConflict, what);
}

StoredNotice ReadNotice(const sql::Row& row, int c) {
  StoredNotice notice{.id = row.Int(c),
                      .event = row.Text(c + 1),
                      .step = row.Text(c + 2),
                      .topic = row.Text(c + 3),
                      .content = row.Bytes(c + 4),
                      .institution = row.Text(c + 5),
                      .about = row.Text(c + 6),
                      .deadline = row.Text(c + 7),
                      .generation = row.Int(c + 8),
                      .letter = row.Text(c + 9),
                      .letter_version = row.Int(c + 10),
                      .values = row.Text(c + 11),
                      .recipients = absl::StrSplit(row.Text(c + 12), '\n', absl::SkipEmpty()),
                      .release = row.Time(c + 13),
                      .schedule = row.Text(c + 14),
                      .spread_after = row.OptionalText(c + 15),
                      .created = row.Time(c + 17),
                      .cancelled = row.Bool(c + 18)};
  if (!row.IsNull(c + 16)) notice.acknowledge_by = row.Time(c + 16);
  return notice;
}

absl::StatusOr<bool> InsertNotice(sql::Tx& tx, const StoredNotice& notice) {
  ASSIGN_OR_RETURN(
      const int64_t inserted,
      tx.Exec("INSERT INTO notice (event, step, topic, content, institution, about, deadline, "
              "generation, template, template_version, vars, recipients, release_at, schedule, "
              "spread_after, acknowledge_by, created_at, cancelled) VALUES (?1, ?2, ?3, ?4, ?5, "
              "?6, ?7, ?8, "
              "?9, ?10, ?11, ?12, ?13, ?14, '', ?15, ?16, 0) ON CONFLICT DO NOTHING",
              {V(notice.event), V(notice.step), V(notice.topic), V(sql::Blob{notice.content}),
               V(notice.institution), V(notice.about), V(notice.deadline), V(notice.generation),
               V(notice.letter), V(notice.letter_version), V(notice.values),
               V(absl::StrJoin(notice.recipients, "\n")), V(notice.release), V(notice.schedule),
               V(notice.acknowledge_by), V(notice.created)}));
  if (inserted > 0) return true;
  ASSIGN_OR_RETURN(const auto stored, FindNotice(tx, notice.event, notice.step, notice.topic));
  if (!stored.has_value()) return LostRace("a notice was made at the same time");
  if (stored->content == notice.content) return false;
  return InvalidArgument(Reason::kEventReused,
                         "this event was published before with another content; a new event needs "
                         "an id of its own");
}

absl::StatusOr<std::optional<StoredNotice>> FindNotice(sql::Tx& tx, absl::string_view event,
                                                       absl::string_view step,
                                                       absl::string_view topic) {
  ASSIGN_OR_RETURN(std::vector<StoredNotice> found,
                   ReadAll(tx, kFind, {V(event), V(step), V(topic)}));
  if (found.empty()) return std::optional<StoredNotice>();
  return std::optional<StoredNotice>(std::move(found.front()));
}

absl::StatusOr<StoredNotice> LoadNotice(sql::Tx& tx, int64_t id) {
  ASSIGN_OR_RETURN(std::vector<StoredNotice> found, ReadAll(tx, kLoad, {V(id)}));
  if (found.empty()) return Internal("a delivery without its notice");
  return std::move(found.front());
}

absl::StatusOr<std::vector<StoredNotice>> SpreadingNotices(sql::Tx& tx, absl::Time until,
                                                           int limit) {
  return ReadAll(tx, kSpreading, {V(until), V(limit)});
}

absl::StatusOr<std::vector<StoredNotice>> UnreleasedNotices(sql::Tx& tx, absl::string_view topic,
                                                            absl::string_view about,
                                                            absl::Time now) {
  return ReadAll(tx, kUnreleased, {V(topic), V(about), V(now)});
}

absl::Status CancelNotice(sql::Tx& tx, int64_t id) {
  return tx
      .Exec(
          "UPDATE notice SET cancelled = 1, spread_after = NULL, acknowledge_by = NULL "
          "WHERE id = ?1",
          {V(id)})
      .status();
}

absl::StatusOr<std::optional<absl::Time>> NextRelease(sql::Tx& tx) {
  std::optional<absl::Time> next;
  RETURN_IF_ERROR(
      tx.Query("SELECT release_at FROM notice WHERE spread_after IS NOT NULL "
               "ORDER BY release_at LIMIT 1",
               {}, [&](const sql::Row& row) {
                 next = row.Time(0);
                 return absl::OkStatus();
               }));
  return next;
}

absl::StatusOr<std::vector<StoredNotice>> ScheduledNotices(sql::Tx& tx, int64_t after, int limit) {
  return ReadAll(tx, kScheduled, {V(after), V(limit)});
}

absl::Status SetRelease(sql::Tx& tx, int64_t id, absl::Time release) {
  return tx.Exec("UPDATE notice SET release_at = ?2 WHERE id = ?1", {V(id), V(release)}).status();
}

absl::Status AdoptNotices(sql::Tx& tx, absl::string_view event, absl::string_view topic,
                          int64_t generation) {
  return tx
      .Exec("UPDATE notice SET generation = ?2 WHERE event = ?1 AND topic = ?3 AND deadline <> ''",
            {V(event), V(generation), V(topic)})
      .status();
}

absl::Status SetSpread(sql::Tx& tx, int64_t id, const std::optional<std::string>& after) {
  return tx.Exec("UPDATE notice SET spread_after = ?2 WHERE id = ?1", {V(id), V(after)}).status();
}

absl::StatusOr<std::vector<StoredNotice>> NoticesToEscalate(sql::Tx& tx, absl::Time now,
                                                            int limit) {
  return ReadAll(tx, kToEscalate, {V(now), V(limit)});
}

absl::Status ClearAcknowledgeBy(sql::Tx& tx, int64_t id) {
  return tx.Exec("UPDATE notice SET acknowledge_by = NULL WHERE id = ?1", {V(id)}).status();
}

absl::StatusOr<std::vector<std::string>> NotAcknowledged(sql::Tx& tx, int64_t notice, int limit) {
  std::vector<std::string> recipients;
  RETURN_IF_ERROR(
      tx.Query("SELECT d.recipient FROM delivery d LEFT JOIN inbox_item i ON i.delivery = d.id "
               "WHERE d.notice = ?1 GROUP BY d.recipient HAVING COUNT(i.acknowledged_at) = 0 "
               "ORDER BY d.recipient LIMIT ?2",
               {V(notice), V(limit)}, [&](const sql::Row& row) {
                 recipients.push_back(row.Text(0));
                 return absl::OkStatus();
               }));
  return recipients;
}

}  // namespace tarazy::notifications
