#include "services/notifications/app/sending/finish.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/seal.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/notices/delivery_id.h"
#include "services/notifications/app/notices/raise_task.h"
#include "services/notifications/app/notices/receipts.h"
#include "services/notifications/app/notices/steps.h"
#include "services/notifications/domain/timing/delivery_states.h"
#include "services/notifications/store/inbox_store.h"
#include "services/notifications/store/recipient_store.h"

namespace tarazy::notifications {
namespace {

bool WasTried(Fate fate) {
  return fate == Fate::kArrived || fate == Fate::kSent || fate == Fate::kRetry ||
         fate == Fate::kDead;
}

// The delivery of the digest that this one goes into; nothing when it is being sent already.
absl::StatusOr<std::optional<std::string>> DigestOf(sql::Tx& tx, const Finished& finished,
                                                    absl::Time now) {
  const StoredDelivery& part = finished.job.leased.delivery;
  const StoredNotice& about = finished.job.leased.notice;
  StoredNotice digest{.event = absl::StrCat("digest/", part.recipient, "/", about.topic, "/",
                                            finished.verdict.window),
                      .step = kDigestStep,
                      .topic = about.topic,
                      .letter = about.letter,
                      .letter_version = about.letter_version,
                      .values = "{}",
                      .recipients = {part.recipient},
                      .release = finished.verdict.next,
                      .created = now};
  digest.content = HmacOfParts("digest", {digest.event});
  ASSIGN_OR_RETURN(const bool made, InsertNotice(tx, digest));
  ASSIGN_OR_RETURN(const auto stored, FindNotice(tx, digest.event, digest.step, digest.topic));
  if (!stored.has_value()) return LostRace("a digest was made at the same time");
  const std::string id = DeliveryId(*stored, part.recipient, part.channel);
  if (made) RETURN_IF_ERROR(SetSpread(tx, stored->id, std::nullopt));
  absl::StatusOr<StoredDelivery> delivery = LoadDelivery(tx, id);
  if (absl::IsNotFound(delivery.status())) {
    RETURN_IF_ERROR(InsertDeliveries(tx, {{.id = id,
                                           .notice = stored->id,
                                           .recipient = part.recipient,
                                           .channel = part.channel,
                                           .next = finished.verdict.next,
                                           .created = now}}));
    return std::optional<std::string>(id);
  }
  RETURN_IF_ERROR(delivery.status());
  if (delivery->state != v1::DELIVERY_STATE_ACCEPTED) return std::optional<std::string>();
  return std::optional<std::string>(id);
}

absl::Status PutIntoInbox(sql::Tx& tx, const Finished& finished, absl::Time now) {
  const LeasedDelivery& leased = finished.job.leased;
  StoredItem item{.recipient = leased.delivery.recipient,
                  .delivery = leased.delivery.id,
                  .topic = leased.notice.topic,
                  .about = leased.notice.about,
                  .subject = finished.verdict.rendered.subject(),
                  .text = finished.verdict.rendered.text(),
                  .acknowledge = finished.job.topic->acknowledge_within_days() > 0 &&
                                 leased.notice.step != kEscalationStep,
                  .came = now};
  return AppendItem(tx, item);
}

// What a digest gathered shares its end.
absl::Status FinishParts(sql::Tx& tx, const Finished& finished, absl::Time now,
                         std::vector<StoredReceipt>& receipts) {
  const Verdict& verdict = finished.verdict;
  for (const GatheredPart& gathered : finished.job.parts) {
    StoredDelivery part = gathered.part.delivery;
    const auto unwritten = verdict.unwritten.find(part.id);
    Happening happening{.state = StateAfter(verdict.fate),
                        .address = verdict.address,
                        .digest = verdict.rendered.digest(),
                        .message_id = verdict.message_id,
                        .reply = verdict.reason};
    if (gathered.part.moot) {
      happening = {.state = v1::DELIVERY_STATE_EXPIRED, .reply = "its reason has ceased"};
    } else if (unwritten != verdict.unwritten.end()) {
      happening = {.state = v1::DELIVERY_STATE_DEAD, .reply = unwritten->second};
    }
    // Of a digest that is tried again: what has its end keeps it.
    if (!ReceiptMayFollow(part.channel, part.state, happening.state)) continue;
    Record(gathered.part.notice, happening, now, part, receipts);
    part.next = std::nullopt;
    RETURN_IF_ERROR(Update(tx, part));
    if (happening.state == v1::DELIVERY_STATE_DEAD && finished.job.topic->mandatory()) {
      RETURN_IF_ERROR(RaiseTask(tx,
                                {.delivery = part.id,
                                 .receipt = part.receipts,
                                 .notice = gathered.part.notice,
                                 .topic = *finished.job.topic,
                                 .recipient = finished.job.leased.recipient,
                                 .address = happening.address,
                                 .reason = happening.reply},
                                now));
    }
  }
  return absl::OkStatus();
}

absl::Status Follow(sql::Tx& tx, const Finished& finished, absl::Time now,
                    std::vector<StoredReceipt>& receipts) {
  const Verdict& verdict = finished.verdict;
  const LeasedDelivery& leased = finished.job.leased;
  const bool ended = StateAfter(verdict.fate) != v1::DELIVERY_STATE_DEFERRED;
  if (verdict.fate == Fate::kArrived && leased.delivery.channel == v1::CHANNEL_INBOX) {
    RETURN_IF_ERROR(PutIntoInbox(tx, finished, now));
  }
  if (ended && leased.notice.step == kDigestStep) {
    RETURN_IF_ERROR(FinishParts(tx, finished, now, receipts));
  }
  const LostNotice lost_notice{
      .delivery = leased.delivery.id,
      .receipt = receipts.empty() ? 0 : static_cast<int>(receipts.front().number),
      .notice = leased.notice,
      .topic = *finished.job.topic,
      .recipient = leased.recipient,
      .address = verdict.address,
      .reason = verdict.reason};
  if (verdict.fate == Fate::kArrived && leased.delivery.channel == v1::CHANNEL_WEBHOOK) {
    RETURN_IF_ERROR(NoteAnswer(tx, leased.recipient.id(), leased.url, now));
  }
  if (verdict.endpoint_gone || verdict.endpoint_failing) {
    // What one delivery came to grief of may be its own fault: others may have arrived meanwhile.
    ASSIGN_OR_RETURN(
        const bool switched_off,
        SwitchOff(tx, leased.recipient.id(), leased.url,
                  verdict.endpoint_gone ? v1::ENDPOINT_STATE_GONE : v1::ENDPOINT_STATE_FAILING,
                  verdict.endpoint_gone ? now : leased.delivery.first_attempt.value_or(now), now));
    if (switched_off) RETURN_IF_ERROR(TellOwner(tx, lost_notice, now));
  }
  const bool lost = verdict.fate == Fate::kDead ||
                    (verdict.fate == Fate::kSuppressed && !leased.suppressed.empty());
  if (!lost || !finished.job.topic->mandatory()) return absl::OkStatus();
  return RaiseTask(tx, lost_notice, now);
}

}  // namespace

v1::DeliveryState StateAfter(Fate fate) {
  switch (fate) {
    case Fate::kMoot:
      return v1::DELIVERY_STATE_EXPIRED;
    case Fate::kSuppressed:
      return v1::DELIVERY_STATE_SUPPRESSED;
    case Fate::kPostponed:
    case Fate::kGathered:
    case Fate::kRetry:
      return v1::DELIVERY_STATE_DEFERRED;
    case Fate::kArrived:
      return v1::DELIVERY_STATE_DELIVERED;
    case Fate::kSent:
      return v1::DELIVERY_STATE_SENT;
    case Fate::kDead:
      return v1::DELIVERY_STATE_DEAD;
  }
  return v1::DELIVERY_STATE_DEAD;
}

absl::StatusOr<bool> Finish(sql::Tx& tx, const Finished& finished, absl::Time now,
                            std::vector<StoredReceipt>& receipts) {
  const Verdict& verdict = finished.verdict;
  const StoredNotice& notice = finished.job.leased.notice;
  StoredDelivery delivery = finished.job.leased.delivery;
  std::vector<StoredReceipt> own;
  if (WasTried(verdict.fate)) {
    delivery.attempts += 1;
    if (!delivery.first_attempt.has_value()) delivery.first_attempt = now;
  }
  delivery.next = std::nullopt;
  if (verdict.fate == Fate::kPostponed || verdict.fate == Fate::kRetry)
    delivery.next = verdict.next;
  if (verdict.fate == Fate::kGathered) {
    ASSIGN_OR_RETURN(delivery.gathered_in, DigestOf(tx, finished, now));
    if (!delivery.gathered_in.has_value()) delivery.next = now + absl::Minutes(1);
  }
  if (verdict.fate == Fate::kPostponed || verdict.fate == Fate::kGathered) {
    // Nothing happened yet that anybody would have to prove.
    delivery.state = v1::DELIVERY_STATE_DEFERRED;
    delivery.reason = verdict.reason;
    delivery.changed = now;
  } else {
    Record(notice,
           {.state = StateAfter(verdict.fate),
            .address = verdict.address,
            .digest = verdict.rendered.digest(),
            .message_id = verdict.message_id,
            .reply = verdict.reason},
           now, delivery, own);
  }
  ASSIGN_OR_RETURN(const bool mine, GiveBack(tx, delivery, finished.job.lease));
  if (!mine) return false;
  RETURN_IF_ERROR(Follow(tx, finished, now, own));
  std::move(own.begin(), own.end(), std::back_inserter(receipts));
  return true;
}

}  // namespace tarazy::notifications
