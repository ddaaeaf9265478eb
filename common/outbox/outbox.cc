#include "common/outbox/outbox.h"

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/record/stamp.h"

namespace tarazy::outbox {
namespace {

using sql::V;

constexpr char kColumns[] = "SELECT sequence, event_id, aggregate, created_at, type, payload ";
constexpr char kTypeUrl[] = "type.googleapis.com/";

}  // namespace

absl::Status Publish(sql::Tx& tx, absl::string_view aggregate,
                     const google::protobuf::Message& payload, absl::Time now) {
  return tx
      .Exec(
          "INSERT INTO outbox (event_id, aggregate, created_at, type, payload) "
          "VALUES (?1, ?2, ?3, ?4, ?5)",
          {V(RandomHex(16)), V(aggregate), V(now), V(payload.GetTypeName()),
           V(sql::Blob{payload.SerializeAsString()})})
      .status();
}

absl::StatusOr<std::vector<common::v1::Event>> Pending(sql::Tx& tx, absl::string_view engine,
                                                       int64_t after, int limit) {
  const std::string statement = absl::StrCat(
      kColumns, "FROM outbox WHERE sequence > ?1 ",
      engine == "postgres" ? "AND transaction_id < pg_snapshot_xmin(pg_current_snapshot()) " : "",
      "ORDER BY sequence LIMIT ?2");
  std::vector<common::v1::Event> events;
  RETURN_IF_ERROR(tx.Query(statement, {V(after), V(limit)}, [&](const sql::Row& row) {
    common::v1::Event& event = events.emplace_back();
    event.set_sequence(row.Int(0));
    event.set_id(row.Text(1));
    event.set_aggregate(row.Text(2));
    *event.mutable_time() = record::Stamp(row.Time(3));
    event.mutable_payload()->set_type_url(absl::StrCat(kTypeUrl, row.Text(4)));
    event.mutable_payload()->set_value(row.Bytes(5));
    return absl::OkStatus();
  }));
  return events;
}

}  // namespace tarazy::outbox
