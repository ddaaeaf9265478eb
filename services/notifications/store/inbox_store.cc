#include "services/notifications/store/inbox_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::notifications {
namespace {

using sql::V;

#define TARAZY_ITEM_COLUMNS                                                                    \
  "SELECT recipient, number, delivery, topic, about, subject, content, acknowledge, came_at, " \
  "read_at, acknowledged_at FROM inbox_item "
constexpr char kAfter[] =
    TARAZY_ITEM_COLUMNS "WHERE recipient = ?1 AND number > ?2 ORDER BY number LIMIT ?3";
constexpr char kBefore[] = TARAZY_ITEM_COLUMNS
    "WHERE recipient = ?1 AND number < ?2 AND (?3 = 0 OR read_at IS NULL) "
    "ORDER BY number DESC LIMIT ?4";
constexpr char kOne[] = TARAZY_ITEM_COLUMNS "WHERE recipient = ?1 AND delivery = ?2";
#undef TARAZY_ITEM_COLUMNS

absl::StatusOr<std::vector<StoredItem>> ReadAll(sql::Tx& tx, absl::string_view statement,
                                                absl::Span<const sql::Value> params) {
  std::vector<StoredItem> items;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    StoredItem& item = items.emplace_back(StoredItem{.recipient = row.Text(0),
                                                     .number = row.Int(1),
                                                     .delivery = row.Text(2),
                                                     .topic = row.Text(3),
                                                     .about = row.Text(4),
                                                     .subject = row.Text(5),
                                                     .text = row.Text(6),
                                                     .acknowledge = row.Bool(7),
                                                     .came = row.Time(8)});
    if (!row.IsNull(9)) item.read = row.Time(9);
    if (!row.IsNull(10)) item.acknowledged = row.Time(10);
    return absl::OkStatus();
  }));
  return items;
}

}  // namespace

absl::Status AppendItem(sql::Tx& tx, StoredItem& item) {
  RETURN_IF_ERROR(
      tx.QueryOne("INSERT INTO inbox_head (recipient, last, changed_at) VALUES (?1, 1, ?2) "
                  "ON CONFLICT (recipient) DO UPDATE SET last = inbox_head.last + 1, "
                  "changed_at = excluded.changed_at RETURNING last",
                  {V(item.recipient), V(item.came)},
                  [&](const sql::Row& row) { item.number = row.Int(0); })
          .status());
  return tx
      .Exec(
          "INSERT INTO inbox_item (recipient, number, delivery, topic, about, subject, content, "
          "acknowledge, came_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
          {V(item.recipient), V(item.number), V(item.delivery), V(item.topic), V(item.about),
           V(item.subject), V(item.text), V(item.acknowledge), V(item.came)})
      .status();
}

absl::StatusOr<std::vector<StoredItem>> ItemsAfter(sql::Tx& tx, absl::string_view recipient,
                                                   int64_t number, int limit) {
  return ReadAll(tx, kAfter, {V(recipient), V(number), V(limit)});
}

absl::StatusOr<std::vector<StoredItem>> ItemsBefore(sql::Tx& tx, absl::string_view recipient,
                                                    int64_t number, bool unread, int limit) {
  return ReadAll(tx, kBefore, {V(recipient), V(number), V(unread), V(limit)});
}

absl::StatusOr<StoredItem> LoadItem(sql::Tx& tx, absl::string_view recipient,
                                    absl::string_view delivery) {
  ASSIGN_OR_RETURN(std::vector<StoredItem> found, ReadAll(tx, kOne, {V(recipient), V(delivery)}));
  if (found.empty()) return NotFound("notice of this inbox", absl::StrCat("deliveries/", delivery));
  return std::move(found.front());
}

absl::Status MarkItem(sql::Tx& tx, const StoredItem& item) {
  return tx
      .Exec(
          "UPDATE inbox_item SET read_at = ?3, acknowledged_at = ?4 "
          "WHERE recipient = ?1 AND number = ?2",
          {V(item.recipient), V(item.number), V(item.read), V(item.acknowledged)})
      .status();
}

absl::StatusOr<int64_t> LastNumber(sql::Tx& tx, absl::string_view recipient) {
  int64_t last = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT last FROM inbox_head WHERE recipient = ?1", {V(recipient)},
                              [&](const sql::Row& row) { last = row.Int(0); })
                      .status());
  return last;
}

absl::StatusOr<std::vector<InboxHead>> HeadsSince(sql::Tx& tx, absl::Time since, int limit) {
  std::vector<InboxHead> heads;
  RETURN_IF_ERROR(
      tx.Query("SELECT recipient, last FROM inbox_head WHERE changed_at >= ?1 "
               "ORDER BY changed_at LIMIT ?2",
               {V(since), V(limit)}, [&](const sql::Row& row) {
                 heads.push_back({.recipient = row.Text(0), .last = row.Int(1)});
                 return absl::OkStatus();
               }));
  return heads;
}

}  // namespace tarazy::notifications
