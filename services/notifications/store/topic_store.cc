#include "services/notifications/store/topic_store.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/record/stamp.h"
#include "services/notifications/store/changes.h"

namespace tarazy::notifications {
namespace {

using sql::V;

absl::Status ReadTopic(const sql::Row& row, v1::Topic& topic) {
  if (!topic.ParseFromString(row.Bytes(0))) return Internal("a stored topic cannot be read");
  topic.set_name(absl::StrCat("topics/", topic.id()));
  topic.set_etag(absl::StrCat(row.Int(1)));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Topic>> ReadTopics(sql::Tx& tx, absl::string_view statement,
                                                  absl::Span<const sql::Value> params) {
  std::vector<v1::Topic> topics;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    return ReadTopic(row, topics.emplace_back());
  }));
  return topics;
}

absl::Status StoreEvents(sql::Tx& tx, const v1::Topic& topic) {
  RETURN_IF_ERROR(tx.Exec("DELETE FROM topic_event WHERE topic = ?1", {V(topic.id())}).status());
  std::vector<std::vector<sql::Value>> rows;
  for (const std::string& event : topic.events()) rows.push_back({V(event), V(topic.id())});
  return tx.InsertMany(
      {.table = "topic_event",
       .columns = {{"event", sql::ColumnType::kText}, {"topic", sql::ColumnType::kText}}},
      rows);
}

absl::Status ReadTemplate(const sql::Row& row, v1::Template& letter) {
  if (!letter.ParseFromString(row.Bytes(0))) return Internal("a stored template cannot be read");
  letter.set_name(absl::StrCat("templates/", letter.id(), "/versions/", row.Int(1)));
  letter.set_digest(row.Text(2));
  *letter.mutable_create_time() = record::Stamp(row.Time(3));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Topic> PutTopic(sql::Tx& tx, v1::Topic topic, absl::Time now) {
  ASSIGN_OR_RETURN(std::optional<v1::Topic> stored, FindTopic(tx, topic.id()));
  const std::string etag = topic.etag();
  topic.clear_name();
  topic.clear_etag();
  ASSIGN_OR_RETURN(const Change change,
                   ChangeOf(stored, topic, etag, absl::StrCat("topics/", topic.id())));
  if (change.same) return *std::move(stored);
  const sql::Value body = V(sql::Blob{topic.SerializeAsString()});
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO topic (id, body, changes, changed_at) VALUES (?1, ?2, ?3, ?4) "
              "ON CONFLICT (id) DO UPDATE SET body = excluded.body, "
              "changes = excluded.changes, changed_at = excluded.changed_at",
              {V(topic.id()), body, V(change.number), V(now)})
          .status());
  RETURN_IF_ERROR(StoreEvents(tx, topic));
  return LoadTopic(tx, topic.id());
}

absl::StatusOr<std::optional<v1::Topic>> FindTopic(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(std::vector<v1::Topic> found,
                   ReadTopics(tx, "SELECT body, changes FROM topic WHERE id = ?1", {V(id)}));
  if (found.empty()) return std::optional<v1::Topic>();
  return std::optional<v1::Topic>(std::move(found.front()));
}

absl::StatusOr<v1::Topic> LoadTopic(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(std::optional<v1::Topic> topic, FindTopic(tx, id));
  if (!topic.has_value()) return NotFound("topic", absl::StrCat("topics/", id));
  return *std::move(topic);
}

absl::StatusOr<std::vector<v1::Topic>> ListTopics(sql::Tx& tx, absl::string_view after, int limit) {
  return ReadTopics(tx, "SELECT body, changes FROM topic WHERE id > ?1 ORDER BY id LIMIT ?2",
                    {V(after), V(limit)});
}

absl::StatusOr<std::vector<v1::Topic>> TopicsOf(sql::Tx& tx, absl::string_view event_type) {
  return ReadTopics(tx,
                    "SELECT t.body, t.changes FROM topic_event e JOIN topic t ON t.id = e.topic "
                    "WHERE e.event = ?1 ORDER BY t.id",
                    {V(event_type)});
}

absl::StatusOr<v1::Template> PutTemplate(sql::Tx& tx, v1::Template letter, absl::Time now) {
  letter.clear_name();
  letter.clear_digest();
  letter.clear_create_time();
  const std::string body = letter.SerializeAsString();
  const std::string digest = absl::BytesToHexString(Sha256Of(body));
  ASSIGN_OR_RETURN(std::optional<v1::Template> newest, FindTemplate(tx, letter.id(), 0));
  if (newest.has_value() && newest->digest() == digest) return *std::move(newest);
  ASSIGN_OR_RETURN(const int64_t version, NewestVersion(tx, letter.id()));
  RETURN_IF_ERROR(tx.Exec("INSERT INTO template (id, version, body, digest, created_at) "
                          "VALUES (?1, ?2, ?3, ?4, ?5)",
                          {V(letter.id()), V(version + 1), V(sql::Blob{body}), V(digest), V(now)})
                      .status());
  return LoadTemplate(tx, letter.id(), version + 1);
}

absl::StatusOr<std::optional<v1::Template>> FindTemplate(sql::Tx& tx, absl::string_view id,
                                                         int64_t version) {
  std::optional<v1::Template> letter;
  RETURN_IF_ERROR(
      tx.Query("SELECT body, version, digest, created_at FROM template "
               "WHERE id = ?1 AND (?2 = 0 OR version = ?2) "
               "ORDER BY version DESC LIMIT 1",
               {V(id), V(version)},
               [&](const sql::Row& row) { return ReadTemplate(row, letter.emplace()); }));
  return letter;
}

absl::StatusOr<v1::Template> LoadTemplate(sql::Tx& tx, absl::string_view id, int64_t version) {
  ASSIGN_OR_RETURN(std::optional<v1::Template> letter, FindTemplate(tx, id, version));
  if (letter.has_value()) return *std::move(letter);
  return NotFound("template", absl::StrCat("templates/", id, "/versions/", version));
}

absl::StatusOr<int64_t> NewestVersion(sql::Tx& tx, absl::string_view id) {
  int64_t version = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT COALESCE(MAX(version), 0) FROM template WHERE id = ?1",
                              {V(id)}, [&](const sql::Row& row) { version = row.Int(0); })
                      .status());
  return version;
}

absl::StatusOr<std::vector<v1::Template>> ListTemplates(sql::Tx& tx, absl::string_view after,
                                                        int limit) {
  std::vector<v1::Template> letters;
  RETURN_IF_ERROR(tx.Query(
      "SELECT t.body, t.version, t.digest, t.created_at FROM template t WHERE t.id > ?1 AND "
      "t.version = (SELECT MAX(n.version) FROM template n WHERE n.id = t.id) "
      "ORDER BY t.id LIMIT ?2",
      {V(after), V(limit)},
      [&](const sql::Row& row) { return ReadTemplate(row, letters.emplace_back()); }));
  return letters;
}

}  // namespace tarazy::notifications
