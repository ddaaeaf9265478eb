// What happens to a delivery and what is kept of it for good.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/notifications/store/delivery_store.h"
#include "services/notifications/store/notice_store.h"
#include "services/notifications/store/receipt_store.h"

namespace tarazy::notifications {

struct Happening {
  v1::DeliveryState state = v1::DELIVERY_STATE_UNSPECIFIED;
  std::string address;  // where it was sent
  std::string digest;   // of what was rendered
  std::string message_id;
  std::string reply;  // what the other side answered, or why
};

// Brings the delivery to its new state and appends the receipt of it to `receipts`, which are
// stored in the same transaction. The state must be one that may follow.
void Record(const StoredNotice& notice, const Happening& happening, absl::Time now,
            StoredDelivery& delivery, std::vector<StoredReceipt>& receipts);

}  // namespace tarazy::notifications
