#include "services/notifications/store/delivery_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/record/stamp.h"
#include "services/notifications/store/notice_row.h"
#include "tarazy/notifications/v1/receipt.pb.h"

namespace tarazy::notifications {
namespace {

using sql::ColumnType;
using sql::V;

#define TARAZY_DELIVERY_COLUMNS                                                                    \
  "d.id, d.notice, d.recipient, d.channel, d.state, d.next_at, d.lease, d.attempts, "              \
  "d.first_attempt, d.digest, d.reason, d.gathered_in, d.receipts, d.last_receipt, d.created_at, " \
  "d.changed_at"

constexpr int kDeliveryColumns = 16;

constexpr char kLeaseSqlite[] =
    "UPDATE delivery SET lease = ?1, next_at = ?3, state = 2 WHERE id IN (SELECT id FROM delivery "
    "WHERE next_at IS NOT NULL AND next_at <= ?2 ORDER BY next_at LIMIT ?4)";
constexpr char kLeasePostgres[] =
    "UPDATE delivery SET lease = ?1, next_at = ?3, state = 2 WHERE id IN (SELECT id FROM delivery "
    "WHERE next_at IS NOT NULL AND next_at <= ?2 ORDER BY next_at LIMIT ?4 FOR UPDATE SKIP LOCKED)";

// Its deadline was met, or has moved: then it has another generation.
#define TARAZY_DEADLINE                                                                  \
  "CASE WHEN n.cancelled = 1 THEN 1 WHEN l.name IS NULL THEN 0 WHEN l.ended = 1 THEN 1 " \
  "WHEN l.moves <> n.generation THEN 1 ELSE 0 END, l.day, l.zone"
constexpr int kDeadlineColumns = 3;

constexpr char kGathered[] =
    "SELECT " TARAZY_DELIVERY_COLUMNS ", " TARAZY_NOTICE_COLUMNS ", " TARAZY_DEADLINE
    " FROM delivery d JOIN notice n ON n.id = d.notice "
    "LEFT JOIN deadline l ON l.name = n.deadline AND n.deadline <> '' "
    "WHERE d.gathered_in = ?1 ORDER BY d.created_at, d.id";

constexpr char kLeased[] =
    "SELECT " TARAZY_DELIVERY_COLUMNS ", " TARAZY_NOTICE_COLUMNS ", " TARAZY_DEADLINE
    ", r.body, s.reason, CASE WHEN e.state = 1 THEN e.url END, e.sealed_secret, "
    "CASE WHEN e.old_secret_until > ?2 THEN e.sealed_old_secret END, "
    "CASE WHEN e.state IN (2, 3) THEN 1 ELSE 0 END "
    "FROM delivery d JOIN notice n ON n.id = d.notice JOIN recipient r ON r.id = d.recipient "
    "LEFT JOIN deadline l ON l.name = n.deadline AND n.deadline <> '' "
    "LEFT JOIN suppression s ON s.address = r.email AND d.channel = 1 "
    "LEFT JOIN endpoint e ON e.recipient = d.recipient AND d.channel = 2 "
    // The second condition is the index's own: without it the planner walks through all deliveries.
    "WHERE d.lease = ?1 AND d.lease <> 0 ORDER BY d.created_at, d.id";

#define TARAZY_DESCRIBED                                                                          \
  "SELECT d.id, n.event, n.step, n.topic, d.recipient, d.channel, d.state, n.about, n.template, " \
  "n.template_version, d.digest, d.attempts, d.next_at, d.reason, d.created_at, d.changed_at, "   \
  "d.last_receipt "                                                                               \
  "FROM delivery d JOIN notice n ON n.id = d.notice "

constexpr char kDescribe[] = TARAZY_DESCRIBED "WHERE d.id = ?1";
// One statement for each filter that an index answers: what may be absent cannot use one. The
// others then pick from what that index finds.
#define TARAZY_LIST(filters)                                            \
  TARAZY_DESCRIBED "WHERE (d.created_at, d.id) < (?1, ?2) AND " filters \
                   " AND (?6 = 0 OR d.channel = ?6) "                   \
                   "ORDER BY d.created_at DESC, d.id DESC LIMIT ?7"
constexpr char kListOfEvent[] =
    TARAZY_LIST("n.event = ?3 AND (?4 = '' OR d.recipient = ?4) AND (?5 = 0 OR d.state = ?5)");
constexpr char kListOfRecipient[] =
    TARAZY_LIST("?3 = '' AND d.recipient = ?4 AND (?5 = 0 OR d.state = ?5)");
constexpr char kListInState[] = TARAZY_LIST("?3 = '' AND ?4 = '' AND d.state = ?5");
constexpr char kListAll[] = TARAZY_LIST("?3 = '' AND ?4 = '' AND ?5 = 0");
#undef TARAZY_LIST

constexpr char kCountOfEvent[] =
    "SELECT d.channel, d.state, COUNT(*) FROM delivery d JOIN notice n ON n.id = d.notice "
    "WHERE n.event = ?1 GROUP BY d.channel, d.state ORDER BY d.channel, d.state";
constexpr char kCountAll[] =
    "SELECT channel, state, COUNT(*) FROM delivery GROUP BY channel, state "
    "ORDER BY channel, state";

absl::string_view ListOf(const DeliveryFilter& filter) {
  if (!filter.event.empty()) return kListOfEvent;
  if (!filter.recipient.empty()) return kListOfRecipient;
  return filter.state == v1::DELIVERY_STATE_UNSPECIFIED ? kListAll : kListInState;
}

StoredDelivery Read(const sql::Row& row) {
  StoredDelivery delivery{.id = row.Text(0),
                          .notice = row.Int(1),
                          .recipient = row.Text(2),
                          .channel = static_cast<v1::Channel>(row.Int(3)),
                          .state = static_cast<v1::DeliveryState>(row.Int(4)),
                          .lease = row.Int(6),
                          .attempts = static_cast<int>(row.Int(7)),
                          .digest = row.Text(9),
                          .reason = row.Text(10),
                          .gathered_in = row.OptionalText(11),
                          .receipts = static_cast<int>(row.Int(12)),
                          .last_receipt = row.Bytes(13),
                          .created = row.Time(14),
                          .changed = row.Time(15)};
  if (!row.IsNull(5)) delivery.next = row.Time(5);
  if (!row.IsNull(8)) delivery.first_attempt = row.Time(8);
  return delivery;
}

absl::StatusOr<std::vector<StoredDelivery>> ReadAll(sql::Tx& tx, absl::string_view statement,
                                                    absl::Span<const sql::Value> params) {
  std::vector<StoredDelivery> deliveries;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    deliveries.push_back(Read(row));
    return absl::OkStatus();
  }));
  return deliveries;
}

TimelyDelivery ReadTimely(const sql::Row& row) {
  return {.delivery = Read(row),
          .notice = ReadNotice(row, kDeliveryColumns),
          .moot = row.Bool(kDeliveryColumns + kNoticeColumns),
          .due = row.OptionalText(kDeliveryColumns + kNoticeColumns + 1).value_or(""),
          .zone = row.OptionalText(kDeliveryColumns + kNoticeColumns + 2).value_or("")};
}

absl::StatusOr<v1::Delivery> ReadDescribed(const sql::Row& row) {
  v1::Delivery delivery;
  delivery.set_name(absl::StrCat("deliveries/", row.Text(0)));
  delivery.set_event(row.Text(1));
  delivery.set_step(row.Text(2));
  delivery.set_topic(absl::StrCat("topics/", row.Text(3)));
  delivery.set_recipient(absl::StrCat("recipients/", row.Text(4)));
  delivery.set_channel(static_cast<v1::Channel>(row.Int(5)));
  delivery.set_state(static_cast<v1::DeliveryState>(row.Int(6)));
  delivery.set_subject(row.Text(7));
  delivery.set_template_(absl::StrCat("templates/", row.Text(8), "/versions/", row.Int(9)));
  delivery.set_digest(row.Text(10));
  delivery.set_attempts(static_cast<int>(row.Int(11)));
  if (!row.IsNull(12)) *delivery.mutable_next_time() = record::Stamp(row.Time(12));
  delivery.set_reason(row.Text(13));
  *delivery.mutable_create_time() = record::Stamp(row.Time(14));
  *delivery.mutable_update_time() = record::Stamp(row.Time(15));
  v1::Receipt last;
  if (!last.ParseFromString(row.Bytes(16))) return Internal("a stored receipt cannot be read");
  delivery.set_message_id(last.message_id());
  return delivery;
}

std::vector<sql::Value> Changing(const StoredDelivery& delivery) {
  return {V(delivery.id),
          V(static_cast<int>(delivery.state)),
          V(delivery.next),
          V(delivery.attempts),
          V(delivery.first_attempt),
          V(delivery.digest),
          V(delivery.reason),
          V(delivery.gathered_in),
          V(delivery.receipts),
          V(sql::Blob{delivery.last_receipt}),
          V(delivery.changed)};
}

constexpr char kChange[] =
    "UPDATE delivery SET state = ?2, next_at = ?3, attempts = ?4, first_attempt = ?5, digest = ?6, "
    "reason = ?7, gathered_in = ?8, receipts = ?9, last_receipt = ?10, changed_at = ?11, lease = 0 "
    "WHERE id = ?1";
constexpr char kGiveBack[] =
    "UPDATE delivery SET state = ?2, next_at = ?3, attempts = ?4, first_attempt = ?5, digest = ?6, "
    "reason = ?7, gathered_in = ?8, receipts = ?9, last_receipt = ?10, changed_at = ?11, lease = 0 "
    "WHERE id = ?1 AND lease = ?12";

}  // namespace

absl::Status InsertDeliveries(sql::Tx& tx, const std::vector<StoredDelivery>& deliveries) {
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(deliveries.size());
  for (const StoredDelivery& delivery : deliveries) {
    rows.push_back({V(delivery.id), V(delivery.notice), V(delivery.recipient),
                    V(static_cast<int>(delivery.channel)), V(static_cast<int>(delivery.state)),
                    V(delivery.next), V(0), V(0), V(delivery.digest), V(delivery.reason), V(0),
                    V(sql::Blob{}), V(delivery.created), V(delivery.created)});
  }
  return tx.InsertMany({.table = "delivery",
                        .columns = {{"id", ColumnType::kText},
                                    {"notice", ColumnType::kInt},
                                    {"recipient", ColumnType::kText},
                                    {"channel", ColumnType::kInt},
                                    {"state", ColumnType::kInt},
                                    {"next_at", ColumnType::kInt},
                                    {"lease", ColumnType::kInt},
                                    {"attempts", ColumnType::kInt},
                                    {"digest", ColumnType::kText},
                                    {"reason", ColumnType::kText},
                                    {"receipts", ColumnType::kInt},
                                    {"last_receipt", ColumnType::kBlob},
                                    {"created_at", ColumnType::kInt},
                                    {"changed_at", ColumnType::kInt}}},
                       rows);
}

absl::StatusOr<std::vector<std::string>> RecipientsOf(sql::Tx& tx, int64_t notice,
                                                      absl::string_view after,
                                                      absl::string_view last) {
  std::vector<std::string> recipients;
  RETURN_IF_ERROR(
      tx.Query("SELECT DISTINCT recipient FROM delivery WHERE notice = ?1 AND recipient > ?2 AND "
               "recipient <= ?3 ORDER BY recipient",
               {V(notice), V(after), V(last)}, [&](const sql::Row& row) {
                 recipients.push_back(row.Text(0));
                 return absl::OkStatus();
               }));
  return recipients;
}

absl::StatusOr<int64_t> Lease(sql::Tx& tx, absl::string_view engine, int64_t lease, absl::Time now,
                              absl::Time until, int limit) {
  return tx.Exec(engine == "postgres" ? kLeasePostgres : kLeaseSqlite,
                 {V(lease), V(now), V(until), V(limit)});
}

absl::StatusOr<std::vector<LeasedDelivery>> Leased(sql::Tx& tx, int64_t lease, absl::Time now) {
  std::vector<LeasedDelivery> leased;
  RETURN_IF_ERROR(tx.Query(kLeased, {V(lease), V(now)}, [&](const sql::Row& row) {
    LeasedDelivery& taken = leased.emplace_back();
    static_cast<TimelyDelivery&>(taken) = ReadTimely(row);
    int column = kDeliveryColumns + kNoticeColumns + kDeadlineColumns;
    if (!taken.recipient.ParseFromString(row.Bytes(column++))) {
      return Internal("a stored recipient cannot be read");
    }
    taken.suppressed = row.OptionalText(column++).value_or("");
    taken.url = row.OptionalText(column++).value_or("");
    if (!row.IsNull(column)) taken.sealed_secret = row.Bytes(column);
    if (!row.IsNull(++column)) taken.sealed_old_secret = row.Bytes(column);
    taken.endpoint_off = row.Bool(++column);
    return absl::OkStatus();
  }));
  return leased;
}

absl::StatusOr<bool> GiveBack(sql::Tx& tx, const StoredDelivery& delivery, int64_t lease) {
  std::vector<sql::Value> params = Changing(delivery);
  params.push_back(V(lease));
  ASSIGN_OR_RETURN(const int64_t changed, tx.Exec(kGiveBack, params));
  return changed > 0;
}

absl::Status Update(sql::Tx& tx, const StoredDelivery& delivery) {
  return tx.Exec(kChange, Changing(delivery)).status();
}

absl::StatusOr<std::optional<absl::Time>> NextDue(sql::Tx& tx) {
  std::optional<absl::Time> next;
  RETURN_IF_ERROR(
      tx.Query("SELECT next_at FROM delivery WHERE next_at IS NOT NULL "
               "ORDER BY next_at LIMIT 1",
               {}, [&](const sql::Row& row) {
                 next = row.Time(0);
                 return absl::OkStatus();
               }));
  return next;
}

absl::StatusOr<StoredDelivery> LoadDelivery(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(
      std::vector<StoredDelivery> found,
      ReadAll(tx, "SELECT " TARAZY_DELIVERY_COLUMNS " FROM delivery d WHERE d.id = ?1", {V(id)}));
  if (found.empty()) return NotFound("delivery", absl::StrCat("deliveries/", id));
  return std::move(found.front());
}

absl::StatusOr<std::vector<TimelyDelivery>> GatheredIn(sql::Tx& tx, absl::string_view digest) {
  std::vector<TimelyDelivery> gathered;
  RETURN_IF_ERROR(tx.Query(kGathered, {V(digest)}, [&](const sql::Row& row) {
    gathered.push_back(ReadTimely(row));
    return absl::OkStatus();
  }));
  return gathered;
}

absl::StatusOr<std::vector<v1::Delivery>> ListDeliveries(sql::Tx& tx, const DeliveryFilter& filter,
                                                         absl::Time before,
                                                         absl::string_view before_id, int limit) {
  std::vector<v1::Delivery> deliveries;
  RETURN_IF_ERROR(
      tx.Query(ListOf(filter),
               {V(before), V(before_id), V(filter.event), V(filter.recipient),
                V(static_cast<int>(filter.state)), V(static_cast<int>(filter.channel)), V(limit)},
               [&](const sql::Row& row) {
                 ASSIGN_OR_RETURN(deliveries.emplace_back(), ReadDescribed(row));
                 return absl::OkStatus();
               }));
  return deliveries;
}

absl::StatusOr<v1::Delivery> DescribeDelivery(sql::Tx& tx, absl::string_view id) {
  std::optional<v1::Delivery> delivery;
  RETURN_IF_ERROR(tx.Query(kDescribe, {V(id)}, [&](const sql::Row& row) -> absl::Status {
    ASSIGN_OR_RETURN(delivery.emplace(), ReadDescribed(row));
    return absl::OkStatus();
  }));
  if (!delivery.has_value()) return NotFound("delivery", absl::StrCat("deliveries/", id));
  return *std::move(delivery);
}

absl::StatusOr<std::vector<DeliveryCount>> CountDeliveries(sql::Tx& tx, absl::string_view event) {
  std::vector<DeliveryCount> counts;
  const auto add = [&](const sql::Row& row) {
    counts.push_back({.channel = static_cast<v1::Channel>(row.Int(0)),
                      .state = static_cast<v1::DeliveryState>(row.Int(1)),
                      .count = row.Int(2)});
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(event.empty() ? tx.Query(kCountAll, {}, add)
                                : tx.Query(kCountOfEvent, {V(event)}, add));
  return counts;
}

}  // namespace tarazy::notifications
