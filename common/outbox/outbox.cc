#include "common/outbox/outbox.h"

#include <utility>

#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/outbox/row.h"
#include "common/record/stamp.h"

namespace tarazy::outbox {
namespace {

using sql::V;

constexpr char kInsert[] =
    "INSERT INTO outbox (event_id, aggregate, created_at, type, payload, facts) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

constexpr char kPendingSqlite[] =
    "SELECT " TARAZY_OUTBOX_EVENT ", 0 FROM outbox WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
#define TARAZY_PENDING_POSTGRES                 \
  "SELECT " TARAZY_OUTBOX_EVENT                 \
  ", transaction_id::text::bigint FROM outbox " \
  "WHERE (transaction_id, sequence) > (?1::text::xid8, ?2) "
#define TARAZY_PENDING_ORDER "ORDER BY transaction_id, sequence LIMIT ?3"
constexpr char kPendingPostgres[] = TARAZY_PENDING_POSTGRES
    "AND transaction_id < pg_snapshot_xmin(pg_current_snapshot()) " TARAZY_PENDING_ORDER;
constexpr char kPendingUnfenced[] = TARAZY_PENDING_POSTGRES TARAZY_PENDING_ORDER;

// What Event says besides the columns.
std::string FactsBytes(const Facts& facts) {
  common::v1::Event kept;
  kept.set_institution(facts.institution);
  kept.mutable_deadlines()->Assign(facts.deadlines.begin(), facts.deadlines.end());
  if (facts.not_before.has_value()) *kept.mutable_not_before() = record::Stamp(*facts.not_before);
  return kept.SerializeAsString();
}

}  // namespace

absl::Status Publish(sql::Tx& tx, absl::string_view aggregate,
                     const google::protobuf::Message& payload, absl::Time now) {
  return Publish(tx, aggregate, payload, Facts{}, now);
}

absl::Status Publish(sql::Tx& tx, absl::string_view aggregate,
                     const google::protobuf::Message& payload, const Facts& facts, absl::Time now) {
  return tx
      .Exec(kInsert, {V(RandomHex(16)), V(aggregate), V(now), V(payload.GetTypeName()),
                      V(sql::Blob{payload.SerializeAsString()}), V(sql::Blob{FactsBytes(facts)})})
      .status();
}

absl::StatusOr<Batch> Pending(sql::Tx& tx, absl::string_view engine, const Position& after,
                              int limit, Fence fence) {
  Batch batch;
  const auto add = [&](const sql::Row& row) -> absl::Status {
    ASSIGN_OR_RETURN(common::v1::Event event, ReadEvent(row));
    batch.positions.push_back(
        {.transaction_id = row.Int(kEventColumns), .sequence = event.sequence()});
    batch.events.push_back(std::move(event));
    return absl::OkStatus();
  };
  if (engine == "postgres") {
    RETURN_IF_ERROR(tx.Query(fence == Fence::kOn ? kPendingPostgres : kPendingUnfenced,
                             {V(after.transaction_id), V(after.sequence), V(limit)}, add));
  } else {
    RETURN_IF_ERROR(tx.Query(kPendingSqlite, {V(after.sequence), V(limit)}, add));
  }
  return batch;
}

}  // namespace tarazy::outbox
