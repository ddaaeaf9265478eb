#include "common/outbox/set_aside.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/outbox/row.h"

namespace tarazy::outbox {
namespace {

using sql::V;

constexpr size_t kLongestReason = 1000;

constexpr char kList[] =
    "SELECT " TARAZY_OUTBOX_EVENT
    ", aside.reason, aside.time FROM relay_set_aside AS aside "
    "JOIN outbox ON outbox.event_id = aside.event_id "
    "WHERE aside.consumer = ?1 AND aside.sequence > ?2 ORDER BY aside.sequence LIMIT ?3";

}  // namespace

std::string StorableReason(absl::string_view reason) {
  std::string text = ToValidUtf8(reason);
  std::replace(text.begin(), text.end(), '\0', ' ');
  return std::string(Shorten(text, kLongestReason));
}

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

}  // namespace tarazy::outbox
