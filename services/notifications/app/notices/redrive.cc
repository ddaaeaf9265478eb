#include "services/notifications/app/notices/redrive.h"

#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/notices/raise_task.h"
#include "services/notifications/app/notices/receipts.h"
#include "services/notifications/channel/email/bounce.h"
#include "services/notifications/domain/timing/delivery_states.h"
#include "services/notifications/store/recipient_store.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

// What the notice's receipts hold of a bounce, and the recipient's address when it is lasting.
struct Failure {
  std::string words;
  bool lasting = false;  // status 5.x.x
};

std::optional<Failure> FailureOf(const Bounce& bounce) {
  for (const BouncedRecipient& recipient : bounce.recipients) {
    if (recipient.action != BounceAction::kFailed) continue;
    return Failure{.words = absl::StrCat(recipient.status, " ", recipient.diagnostic),
                   .lasting = absl::StartsWith(recipient.status, "5.")};
  }
  return std::nullopt;
}

std::string DeliveryOf(const Bounce& bounce) {
  absl::string_view id = bounce.original_message_id;
  id = absl::StripPrefix(id, "<");
  return std::string(id.substr(0, id.find('@')));
}

}  // namespace

absl::Status Redrive(sql::Tx& tx, absl::string_view id, absl::Time now) {
  ASSIGN_OR_RETURN(StoredDelivery delivery, LoadDelivery(tx, id));
  if (delivery.state != v1::DELIVERY_STATE_DEAD) {
    return FailedPrecondition(Reason::kDeliveryState,
                              "only a dead delivery is tried again; this one is not dead");
  }
  ASSIGN_OR_RETURN(const StoredNotice notice, LoadNotice(tx, delivery.notice));
  std::vector<StoredReceipt> receipts;
  Record(notice, {.state = v1::DELIVERY_STATE_QUEUED, .reply = "tried again by hand"}, now,
         delivery, receipts);
  delivery.attempts = 0;
  delivery.first_attempt = std::nullopt;
  delivery.next = now;
  RETURN_IF_ERROR(Update(tx, delivery));
  return InsertReceipts(tx, receipts);
}

absl::StatusOr<NotedBounce> NoteBounce(sql::Tx& tx, absl::string_view report, absl::Time now) {
  ASSIGN_OR_RETURN(const Bounce bounce, ParseBounce(report));
  NotedBounce noted{.delivery = DeliveryOf(bounce)};
  ASSIGN_OR_RETURN(StoredDelivery delivery, LoadDelivery(tx, noted.delivery));
  const std::optional<Failure> failure = FailureOf(bounce);
  if (!failure.has_value()) return noted;  // delayed, relayed: nothing is over yet
  ASSIGN_OR_RETURN(const v1::Recipient recipient, LoadRecipient(tx, delivery.recipient));
  if (failure->lasting) {
    RETURN_IF_ERROR(Suppress(tx, recipient.email(), failure->words, now));
    noted.suppressed = true;
  }
  if (!MayFollow(delivery.channel, delivery.state, v1::DELIVERY_STATE_BOUNCED)) return noted;
  ASSIGN_OR_RETURN(const StoredNotice notice, LoadNotice(tx, delivery.notice));
  std::vector<StoredReceipt> receipts;
  Record(notice,
         {.state = v1::DELIVERY_STATE_BOUNCED,
          .address = recipient.email(),
          .message_id = bounce.original_message_id,
          .reply = failure->words},
         now, delivery, receipts);
  delivery.next = std::nullopt;
  RETURN_IF_ERROR(Update(tx, delivery));
  RETURN_IF_ERROR(InsertReceipts(tx, receipts));
  ASSIGN_OR_RETURN(const v1::Topic topic, LoadTopic(tx, notice.topic));
  if (topic.mandatory()) {
    RETURN_IF_ERROR(RaiseTask(tx,
                              {.delivery = delivery.id,
                               .notice = notice,
                               .topic = topic,
                               .recipient = recipient,
                               .address = recipient.email(),
                               .reason = failure->words},
                              now));
  }
  return noted;
}

}  // namespace tarazy::notifications
