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

}  // namespace

absl::Status Redrive(sql::Tx& tx, absl::string_view id, absl::Time now) {
  ASSIGN_OR_RETURN(StoredDelivery delivery, LoadDelivery(tx, id));
  if (delivery.state != v1::DELIVERY_STATE_DEAD) {
    return FailedPrecondition(Reason::kDeliveryState,
                              "only a dead delivery is tried again; this one is not dead");
  }
  if (delivery.gathered_in.has_value()) {
    ASSIGN_OR_RETURN(const StoredDelivery digest, LoadDelivery(tx, *delivery.gathered_in));
    const bool told = digest.state == v1::DELIVERY_STATE_SENT ||
                      digest.state == v1::DELIVERY_STATE_DELIVERED ||
                      digest.state == v1::DELIVERY_STATE_BOUNCED;
    if (!told) {
      return FailedPrecondition(
          Reason::kDeliveryState,
          absl::StrCat("it is part of a digest: try deliveries/", digest.id, " again"),
          {{"digest", digest.id}});
    }
    delivery.gathered_in = std::nullopt;  // the digest went without it
  }
  ASSIGN_OR_RETURN(const StoredNotice notice, LoadNotice(tx, delivery.notice));
  std::vector<StoredReceipt> receipts;
  const Happening again{.state = v1::DELIVERY_STATE_QUEUED, .reply = "tried again by hand"};
  Record(notice, again, now, delivery, receipts);
  delivery.attempts = 0;
  delivery.first_attempt = std::nullopt;
  delivery.next = now;
  RETURN_IF_ERROR(Update(tx, delivery));
  ASSIGN_OR_RETURN(std::vector<TimelyDelivery> parts, GatheredIn(tx, id));
  for (TimelyDelivery& part : parts) {
    if (part.delivery.state != v1::DELIVERY_STATE_DEAD) continue;
    Record(part.notice, again, now, part.delivery, receipts);
    RETURN_IF_ERROR(Update(tx, part.delivery));
  }
  return InsertReceipts(tx, receipts);
}

absl::StatusOr<NotedBounce> NoteBounce(sql::Tx& tx, absl::string_view report,
                                       const LetterIds& letters, absl::Time now) {
  ASSIGN_OR_RETURN(const Bounce bounce, ParseBounce(report));
  ASSIGN_OR_RETURN(const std::string id, letters.DeliveryOf(bounce));
  NotedBounce noted{.delivery = id};
  ASSIGN_OR_RETURN(StoredDelivery delivery, LoadDelivery(tx, id));
  const std::optional<Failure> failure = FailureOf(bounce);
  if (!failure.has_value()) return noted;  // delayed, relayed: nothing is over yet
  if (delivery.channel != v1::CHANNEL_EMAIL || delivery.state != v1::DELIVERY_STATE_SENT) {
    return noted;  // of a message that was never sent, or reported already
  }
  // The recipient may have another address by now: the letter went to that of the receipt.
  v1::Receipt sent;
  if (!sent.ParseFromString(delivery.last_receipt)) return Internal("a stored receipt is damaged");
  if (failure->lasting) {
    RETURN_IF_ERROR(Suppress(tx, sent.address(), failure->words, now));
    noted.suppressed = true;
  }
  const Happening bounced{.state = v1::DELIVERY_STATE_BOUNCED,
                          .address = sent.address(),
                          .message_id = bounce.original_message_id,
                          .reply = failure->words};
  ASSIGN_OR_RETURN(const StoredNotice notice, LoadNotice(tx, delivery.notice));
  ASSIGN_OR_RETURN(const v1::Recipient recipient, LoadRecipient(tx, delivery.recipient));
  ASSIGN_OR_RETURN(const v1::Topic topic, LoadTopic(tx, notice.topic));
  std::vector<StoredReceipt> receipts;
  const auto bounce_one = [&](const StoredNotice& about, StoredDelivery& one) -> absl::Status {
    Record(about, bounced, now, one, receipts);
    one.next = std::nullopt;
    RETURN_IF_ERROR(Update(tx, one));
    if (!topic.mandatory()) return absl::OkStatus();
    return RaiseTask(tx,
                     {.delivery = one.id,
                      .receipt = one.receipts,
                      .notice = about,
                      .topic = topic,
                      .recipient = recipient,
                      .address = sent.address(),
                      .reason = failure->words},
                     now);
  };
  RETURN_IF_ERROR(bounce_one(notice, delivery));
  ASSIGN_OR_RETURN(std::vector<TimelyDelivery> parts, GatheredIn(tx, id));
  for (TimelyDelivery& part : parts) {
    if (part.delivery.state != v1::DELIVERY_STATE_SENT) continue;
    RETURN_IF_ERROR(bounce_one(part.notice, part.delivery));
  }
  RETURN_IF_ERROR(InsertReceipts(tx, receipts));
  return noted;
}

}  // namespace tarazy::notifications
