#include "common/outbox/set_aside.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/outbox/row.h"

namespace tarazy::outbox {
namespace {

using sql::V;

constexpr char kList[] =
    "SELECT " TARAZY_OUTBOX_EVENT
    ", aside.reason, aside.time FROM relay_set_aside AS aside "
    "JOIN outbox ON outbox.event_id = aside.event_id "
    "WHERE aside.consumer = ?1 AND aside.sequence > ?2 ORDER BY aside.sequence LIMIT ?3";
constexpr char kOne[] =
    "SELECT " TARAZY_OUTBOX_EVENT
    " FROM relay_set_aside AS aside JOIN outbox ON outbox.event_id = aside.event_id "
    "WHERE aside.consumer = ?1 AND aside.event_id = ?2";
constexpr char kForget[] = "DELETE FROM relay_set_aside WHERE consumer = ?1 AND event_id = ?2";
constexpr char kRenew[] =
    "UPDATE relay_set_aside SET reason = ?3, time = ?4 WHERE consumer = ?1 AND event_id = ?2";

absl::StatusOr<common::v1::Event> Load(sql::Tx& tx, absl::string_view consumer,
                                       absl::string_view event_id) {
  absl::StatusOr<common::v1::Event> event = NotFound("event set aside", event_id);
  RETURN_IF_ERROR(tx.Query(kOne, {V(consumer), V(event_id)}, [&](const sql::Row& row) {
    event = ReadEvent(row);
    return event.status();
  }));
  return event;
}

}  // namespace

absl::StatusOr<std::vector<SetAside>> ListSetAside(sql::Tx& tx, absl::string_view consumer,
                                                   int64_t after_sequence, int limit) {
  std::vector<SetAside> found;
  RETURN_IF_ERROR(tx.Query(kList, {V(consumer), V(after_sequence), V(limit)},
                           [&](const sql::Row& row) -> absl::Status {
                             ASSIGN_OR_RETURN(common::v1::Event event, ReadEvent(row));
                             found.push_back({.event = std::move(event),
                                              .reason = row.Text(kEventColumns),
                                              .time = row.Time(kEventColumns + 1)});
                             return absl::OkStatus();
                           }));
  return found;
}

absl::Status RetrySetAside(const Context& context, sql::Database& database,
                           absl::string_view consumer, absl::string_view event_id,
                           const Deliver& deliver, absl::Time now) {
  common::v1::Event event;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(event, Load(tx, consumer, event_id));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const std::vector<Refusal> refused, deliver(context, {&event, 1}));
  RETURN_IF_ERROR(database.Write(context, [&](sql::Tx& tx) {
    return refused.empty() ? tx.Exec(kForget, {V(consumer), V(event_id)}).status()
                           : tx.Exec(kRenew, {V(consumer), V(event_id),
                                              V(StorableReason(refused.front().reason)), V(now)})
                                 .status();
  }));
  if (refused.empty()) return absl::OkStatus();
  return FailedPrecondition(
      Reason::kDeliveryState,
      absl::StrCat(consumer, " refused event ", event_id, " again: ", refused.front().reason));
}

}  // namespace tarazy::outbox
