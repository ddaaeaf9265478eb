#include "services/notifications/app/notices/escalate.h"

#include <string>
#include <utility>
#include <vector>

#include "common/base/seal.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/notices/steps.h"
#include "services/notifications/domain/template/notice_values.h"
#include "services/notifications/store/ladder_store.h"
#include "services/notifications/store/notice_store.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

constexpr int kMostNamed = 1000;

// Nobody has to acknowledge what was met or has moved.
absl::StatusOr<bool> IsMoot(sql::Tx& tx, const StoredNotice& notice) {
  if (notice.deadline.empty()) return false;
  ASSIGN_OR_RETURN(const auto deadline, FindDeadline(tx, notice.deadline));
  return deadline.has_value() && (deadline->ended || deadline->moves != notice.generation);
}

absl::Status Escalate(sql::Tx& tx, const StoredNotice& late, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Topic topic, LoadTopic(tx, late.topic));
  ASSIGN_OR_RETURN(const bool moot, IsMoot(tx, late));
  if (moot || topic.escalation_size() == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> silent, NotAcknowledged(tx, late.id, kMostNamed));
  if (silent.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(NoticeValues values, FromJson(late.values));
  values["not_acknowledged"] = silent;
  StoredNotice notice = late;
  notice.event = late.step == kEventStep ? late.event : late.event + "/" + late.step;
  notice.step = kEscalationStep;
  notice.content = HmacOfParts("escalation", {late.event, late.step});
  notice.values = ToJson(values);
  notice.recipients.clear();
  notice.schedule.clear();
  notice.acknowledge_by = std::nullopt;
  notice.release = now;
  notice.created = now;
  return InsertNotice(tx, notice).status();
}

}  // namespace

absl::StatusOr<int> EscalateDue(sql::Tx& tx, int most, absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<StoredNotice> due, NoticesToEscalate(tx, now, most));
  for (const StoredNotice& notice : due) {
    RETURN_IF_ERROR(Escalate(tx, notice, now));
    RETURN_IF_ERROR(ClearAcknowledgeBy(tx, notice.id));
  }
  return static_cast<int>(due.size());
}

}  // namespace tarazy::notifications
