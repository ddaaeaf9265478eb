#include "common/outbox/progress.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/outbox/row.h"

namespace tarazy::outbox {
namespace {

using sql::V;

constexpr char kPosition[] =
    "SELECT transaction_id, sequence FROM relay_position WHERE consumer = ?1";
constexpr char kMove[] =
    "INSERT INTO relay_position (consumer, transaction_id, sequence) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (consumer) DO UPDATE SET transaction_id = excluded.transaction_id, "
    "sequence = excluded.sequence";
constexpr char kSetAside[] =
    "INSERT INTO relay_set_aside (consumer, event_id, sequence, reason, time) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";

constexpr char kBacklogSqlite[] =
    "SELECT COUNT(*), MIN(created_at) FROM (SELECT created_at FROM outbox WHERE sequence > ?1 "
    "ORDER BY sequence LIMIT ?2) AS waiting";
constexpr char kBacklogPostgres[] =
    "SELECT COUNT(*), MIN(created_at) FROM (SELECT created_at FROM outbox "
    "WHERE (transaction_id, sequence) > (?1::text::xid8, ?2) "
    "ORDER BY transaction_id, sequence LIMIT ?3) AS waiting";

constexpr char kLowest[] =
    "SELECT transaction_id, sequence FROM relay_position "
    "ORDER BY transaction_id, sequence LIMIT 1";
constexpr char kPurgeSqlite[] =
    "DELETE FROM outbox WHERE sequence IN (SELECT sequence FROM outbox "
    "WHERE created_at < ?1 AND sequence <= ?2 "
    "AND event_id NOT IN (SELECT event_id FROM relay_set_aside) ORDER BY created_at LIMIT ?3)";
constexpr char kPurgePostgres[] =
    "DELETE FROM outbox WHERE sequence IN (SELECT sequence FROM outbox "
    "WHERE created_at < ?1 AND (transaction_id, sequence) <= (?2::text::xid8, ?3) "
    "AND event_id NOT IN (SELECT event_id FROM relay_set_aside) ORDER BY created_at LIMIT ?4)";

// Whether some id of a transaction was given by a server that is ahead of this one.
constexpr char kForeign[] =
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM outbox "
    "WHERE transaction_id >= pg_snapshot_xmax(pg_current_snapshot())) "
    "OR EXISTS (SELECT 1 FROM relay_position "
    "WHERE transaction_id::text::xid8 >= pg_snapshot_xmax(pg_current_snapshot()))";
// Of each consumer, the last event before all that it may not have. Events made since the database
// came here have higher sequences than all before them, and ids that say nothing.
constexpr char kLastHad[] =
    "SELECT place.consumer, (SELECT had.event_id FROM outbox AS had "
    "WHERE had.sequence < COALESCE((SELECT MIN(lacks.sequence) FROM outbox AS lacks "
    "WHERE (lacks.transaction_id, lacks.sequence) > "
    "(place.transaction_id::text::xid8, place.sequence) OR lacks.sequence > place.sequence), "
    "9223372036854775807) ORDER BY had.sequence DESC LIMIT 1) "
    "FROM relay_position AS place ORDER BY place.consumer";
constexpr char kGiveNewPlaces[] =
    "WITH moved AS (DELETE FROM outbox RETURNING *) "
    "INSERT INTO outbox (event_id, aggregate, created_at, type, payload, facts) "
    "SELECT event_id, aggregate, created_at, type, payload, facts FROM moved ORDER BY sequence";
constexpr char kFollowSetAside[] =
    "UPDATE relay_set_aside SET sequence = outbox.sequence FROM outbox "
    "WHERE outbox.event_id = relay_set_aside.event_id";
constexpr char kFollowPosition[] =
    "UPDATE relay_position SET transaction_id = outbox.transaction_id::text::bigint, "
    "sequence = outbox.sequence FROM outbox WHERE consumer = ?1 AND event_id = ?2";
constexpr char kBackToTheStart[] =
    "UPDATE relay_position SET transaction_id = 0, sequence = 0 WHERE consumer = ?1";

bool IsPostgres(absl::string_view engine) { return engine == "postgres"; }

}  // namespace

absl::StatusOr<Position> PositionOf(sql::Tx& tx, absl::string_view consumer) {
  Position position;
  RETURN_IF_ERROR(tx.QueryOne(kPosition, {V(consumer)}, [&](const sql::Row& row) {
                      position = {row.Int(0), row.Int(1)};
                    }).status());
  return position;
}

absl::Status Advance(sql::Tx& tx, absl::string_view consumer, const Batch& delivered,
                     const std::vector<Refusal>& refused, absl::Time now) {
  ASSIGN_OR_RETURN(const Position now_at, PositionOf(tx, consumer));
  absl::flat_hash_map<absl::string_view, Position> places;
  for (size_t i = 0; i < delivered.events.size(); ++i) {
    places[delivered.events[i].id()] = delivered.positions[i];
  }
  for (const Refusal& refusal : refused) {
    const auto place = places.find(refusal.event_id);
    if (place == places.end()) {
      return Internal(absl::StrCat(consumer, " refused an event that it was not given"));
    }
    if (place->second <= now_at) continue;
    RETURN_IF_ERROR(tx.Exec(kSetAside, {V(consumer), V(refusal.event_id), V(place->second.sequence),
                                        V(StorableReason(refusal.reason)), V(now)})
                        .status());
  }
  const Position& end = delivered.positions.back();
  if (end <= now_at) return absl::OkStatus();
  return tx.Exec(kMove, {V(consumer), V(end.transaction_id), V(end.sequence)}).status();
}

absl::StatusOr<Backlog> BacklogOf(sql::Tx& tx, absl::string_view engine, const Position& after) {
  Backlog backlog;
  const auto read = [&](const sql::Row& row) {
    backlog.events = row.Int(0);
    if (const auto oldest = row.OptionalInt(1)) backlog.oldest = sql::FromMicros(*oldest);
  };
  RETURN_IF_ERROR(
      (IsPostgres(engine)
           ? tx.QueryOne(kBacklogPostgres,
                         {V(after.transaction_id), V(after.sequence), V(kMostCounted)}, read)
           : tx.QueryOne(kBacklogSqlite, {V(after.sequence), V(kMostCounted)}, read))
          .status());
  return backlog;
}

absl::StatusOr<int64_t> Purge(sql::Tx& tx, absl::string_view engine, absl::Time before, int limit) {
  Position lowest;
  RETURN_IF_ERROR(tx.QueryOne(kLowest, {}, [&](const sql::Row& row) {
                      lowest = {row.Int(0), row.Int(1)};
                    }).status());
  return IsPostgres(engine) ? tx.Exec(kPurgePostgres, {V(before), V(lowest.transaction_id),
                                                       V(lowest.sequence), V(limit)})
                            : tx.Exec(kPurgeSqlite, {V(before), V(lowest.sequence), V(limit)});
}

absl::StatusOr<bool> AdoptRestored(sql::Tx& tx, absl::string_view engine) {
  if (!IsPostgres(engine)) return false;
  ASSIGN_OR_RETURN(const bool foreign, tx.QueryOne(kForeign, {}, [](const sql::Row&) {}));
  if (!foreign) return false;
  std::vector<std::pair<std::string, std::optional<std::string>>> last_had;
  RETURN_IF_ERROR(tx.Query(kLastHad, {}, [&](const sql::Row& row) {
    last_had.emplace_back(row.Text(0), row.OptionalText(1));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(tx.Exec(kGiveNewPlaces).status());
  RETURN_IF_ERROR(tx.Exec(kFollowSetAside).status());
  for (const auto& [consumer, event_id] : last_had) {
    RETURN_IF_ERROR(event_id.has_value()
                        ? tx.Exec(kFollowPosition, {V(consumer), V(*event_id)}).status()
                        : tx.Exec(kBackToTheStart, {V(consumer)}).status());
  }
  return true;
}

}  // namespace tarazy::outbox
