#include "services/notifications/app/people/inbox_actions.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/notices/receipts.h"
#include "services/notifications/domain/timing/delivery_states.h"
#include "services/notifications/store/delivery_store.h"
#include "services/notifications/store/notice_store.h"
#include "services/notifications/store/receipt_store.h"

namespace tarazy::notifications {
namespace {

// Brings the delivery to these states, one after the other, and stores the item's times.
absl::Status Advance(sql::Tx& tx, const InboxAct& act, const StoredItem& item,
                     const std::vector<v1::DeliveryState>& states) {
  ASSIGN_OR_RETURN(StoredDelivery delivery, LoadDelivery(tx, item.delivery));
  ASSIGN_OR_RETURN(const StoredNotice notice, LoadNotice(tx, delivery.notice));
  std::vector<StoredReceipt> receipts;
  for (const v1::DeliveryState state : states) {
    RETURN_IF_ERROR(CheckTransition(delivery.channel, delivery.state, state));
    // What was read is what was rendered.
    Record(notice,
           {.state = state, .digest = delivery.digest, .reply = absl::StrCat("by ", act.by)},
           act.now, delivery, receipts);
  }
  RETURN_IF_ERROR(Update(tx, delivery));
  RETURN_IF_ERROR(InsertReceipts(tx, receipts));
  return MarkItem(tx, item);
}

}  // namespace

absl::StatusOr<StoredItem> MarkRead(sql::Tx& tx, const InboxAct& act) {
  ASSIGN_OR_RETURN(StoredItem item, LoadItem(tx, act.recipient, act.delivery));
  if (item.read.has_value()) return item;
  item.read = act.now;
  RETURN_IF_ERROR(Advance(tx, act, item, {v1::DELIVERY_STATE_READ}));
  return item;
}

absl::StatusOr<StoredItem> Acknowledge(sql::Tx& tx, const InboxAct& act) {
  ASSIGN_OR_RETURN(StoredItem item, LoadItem(tx, act.recipient, act.delivery));
  if (item.acknowledged.has_value()) return item;
  std::vector<v1::DeliveryState> states;
  if (!item.read.has_value()) {
    item.read = act.now;
    states.push_back(v1::DELIVERY_STATE_READ);
  }
  item.acknowledged = act.now;
  states.push_back(v1::DELIVERY_STATE_ACKNOWLEDGED);
  RETURN_IF_ERROR(Advance(tx, act, item, states));
  return item;
}

}  // namespace tarazy::notifications
