#include "services/notifications/store/set_aside_store.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::notifications {
namespace {

using sql::V;

#define TARAZY_SET_ASIDE_COLUMNS "SELECT event_id, body, source, reason, time FROM set_aside_event "
constexpr char kOne[] = TARAZY_SET_ASIDE_COLUMNS "WHERE event_id = ?1";
constexpr char kList[] =
    TARAZY_SET_ASIDE_COLUMNS "WHERE (time, event_id) > (?1, ?2) ORDER BY time, event_id LIMIT ?3";
#undef TARAZY_SET_ASIDE_COLUMNS

absl::StatusOr<std::vector<SetAsideEvent>> ReadAll(sql::Tx& tx, absl::string_view statement,
                                                   absl::Span<const sql::Value> params) {
  std::vector<SetAsideEvent> events;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    events.push_back({.id = row.Text(0),
                      .body = row.Bytes(1),
                      .source = row.Text(2),
                      .reason = row.Text(3),
                      .time = row.Time(4)});
    return absl::OkStatus();
  }));
  return events;
}

}  // namespace

absl::Status SetAside(sql::Tx& tx, const SetAsideEvent& refused) {
  return tx
      .Exec(
          "INSERT INTO set_aside_event (event_id, source, body, reason, time) "
          "VALUES (?1, ?2, ?3, ?4, ?5) "
          "ON CONFLICT (event_id) DO UPDATE SET reason = excluded.reason",
          {V(refused.id), V(refused.source), V(sql::Blob{refused.body}), V(refused.reason),
           V(refused.time)})
      .status();
}

absl::StatusOr<bool> ForgetSetAside(sql::Tx& tx, absl::string_view event_id) {
  ASSIGN_OR_RETURN(const int64_t forgotten,
                   tx.Exec("DELETE FROM set_aside_event WHERE event_id = ?1", {V(event_id)}));
  return forgotten > 0;
}

absl::StatusOr<bool> AnySetAside(sql::Tx& tx) {
  return tx.QueryOne("SELECT 1 FROM set_aside_event LIMIT 1", {}, [](const sql::Row&) {});
}

absl::StatusOr<SetAsideEvent> LoadSetAside(sql::Tx& tx, absl::string_view event_id) {
  ASSIGN_OR_RETURN(std::vector<SetAsideEvent> found, ReadAll(tx, kOne, {V(event_id)}));
  if (found.empty()) return NotFound("event set aside", event_id);
  return std::move(found.front());
}

absl::StatusOr<std::vector<SetAsideEvent>> ListSetAside(sql::Tx& tx, absl::Time after,
                                                        absl::string_view after_id, int limit) {
  return ReadAll(tx, kList, {V(after), V(after_id), V(limit)});
}

}  // namespace tarazy::notifications
