#include "services/notifications/app/notices/raise_task.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/seal.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/notices/steps.h"
#include "services/notifications/domain/template/notice_values.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

constexpr char kUndeliverable[] = "undeliverable";
constexpr char kEndpointDisabled[] = "endpoint-disabled";

absl::Status Tell(sql::Tx& tx, const LostNotice& lost, const char* topic_id,
                  std::vector<std::string> recipients, absl::Time now) {
  ASSIGN_OR_RETURN(const auto topic, FindTopic(tx, topic_id));
  if (!topic.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t version, NewestVersion(tx, topic->template_()));
  const std::string name = absl::StrCat("deliveries/", lost.delivery);
  const NoticeValues values = {{"reader", lost.recipient.title()},
                               {"reader_name", absl::StrCat("recipients/", lost.recipient.id())},
                               {"address", lost.address},
                               {"reason", lost.reason},
                               {"delivery", name},
                               {"lost_topic", Localized{.en = lost.topic.title().en(),
                                                        .ru = lost.topic.title().ru(),
                                                        .kk = lost.topic.title().kk()}}};
  const std::string event = absl::StrCat(lost.delivery, "#", lost.receipt);
  return InsertNotice(tx, {.event = event,
                           .step = kTaskStep,
                           .topic = topic->id(),
                           .content = HmacOfParts("task", {event}),
                           .institution = lost.notice.institution,
                           .about = name,
                           .letter = topic->template_(),
                           .letter_version = version,
                           .values = ToJson(values),
                           .recipients = std::move(recipients),
                           .release = now,
                           .created = now})
      .status();
}

}  // namespace

absl::Status RaiseTask(sql::Tx& tx, const LostNotice& lost, absl::Time now) {
  if (lost.topic.id() == kUndeliverable) return absl::OkStatus();
  return Tell(tx, lost, kUndeliverable, {}, now);
}

absl::Status TellOwner(sql::Tx& tx, const LostNotice& lost, absl::Time now) {
  return Tell(tx, lost, kEndpointDisabled, {lost.recipient.id()}, now);
}

}  // namespace tarazy::notifications
