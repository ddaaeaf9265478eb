#include "services/notifications/app/notices/receipts.h"

#include "absl/strings/str_cat.h"
#include "common/record/stamp.h"
#include "services/notifications/domain/receipt/receipt_block.h"

namespace tarazy::notifications {

void Record(const StoredNotice& notice, const Happening& happening, absl::Time now,
            StoredDelivery& delivery, std::vector<StoredReceipt>& receipts) {
  v1::Receipt receipt;
  receipt.set_delivery(absl::StrCat("deliveries/", delivery.id));
  receipt.set_number(delivery.receipts + 1);
  *receipt.mutable_time() = record::Stamp(now);
  receipt.set_state(happening.state);
  receipt.set_event(notice.event);
  receipt.set_step(notice.step);
  receipt.set_topic(absl::StrCat("topics/", notice.topic));
  receipt.set_recipient(absl::StrCat("recipients/", delivery.recipient));
  receipt.set_channel(delivery.channel);
  receipt.set_address(happening.address);
  receipt.set_template_(
      absl::StrCat("templates/", notice.letter, "/versions/", notice.letter_version));
  receipt.set_digest(happening.digest);
  receipt.set_message_id(happening.message_id);
  receipt.set_reply(happening.reply);
  delivery.last_receipt = ReceiptBytes(std::move(receipt), delivery.last_receipt);
  delivery.receipts += 1;
  delivery.state = happening.state;
  delivery.changed = now;
  delivery.reason = happening.reply;
  if (!happening.digest.empty()) delivery.digest = happening.digest;
  receipts.push_back(
      {.delivery = delivery.id, .number = delivery.receipts, .body = delivery.last_receipt});
}

}  // namespace tarazy::notifications
