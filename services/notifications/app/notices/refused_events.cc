#include "services/notifications/app/notices/refused_events.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/outbox/set_aside.h"
#include "common/record/deterministic.h"
#include "services/notifications/store/set_aside_store.h"

namespace tarazy::notifications {
namespace {

absl::StatusOr<RefusedEvent> Read(SetAsideEvent stored) {
  RefusedEvent refused{
      .source = std::move(stored.source), .reason = std::move(stored.reason), .time = stored.time};
  if (!refused.event.ParseFromString(stored.body)) {
    return Internal("a stored event cannot be read");
  }
  return refused;
}

}  // namespace

std::string RefusalReason(const absl::Status& status) {
  return outbox::StorableReason(status.message());
}

absl::Status KeepRefused(sql::Tx& tx, const RefusedEvent& refused) {
  return SetAside(tx, {.id = refused.event.id(),
                       .body = record::DeterministicBytes(refused.event),
                       .source = refused.source,
                       .reason = refused.reason,
                       .time = refused.time});
}

absl::StatusOr<RefusedEvent> LoadRefused(sql::Tx& tx, absl::string_view event_id) {
  ASSIGN_OR_RETURN(SetAsideEvent stored, LoadSetAside(tx, event_id));
  return Read(std::move(stored));
}

absl::StatusOr<std::vector<RefusedEvent>> ListRefused(sql::Tx& tx, absl::Time after,
                                                      absl::string_view after_id, int limit) {
  ASSIGN_OR_RETURN(std::vector<SetAsideEvent> stored, ListSetAside(tx, after, after_id, limit));
  std::vector<RefusedEvent> refused;
  for (SetAsideEvent& one : stored) {
    ASSIGN_OR_RETURN(refused.emplace_back(), Read(std::move(one)));
  }
  return refused;
}

}  // namespace tarazy::notifications
