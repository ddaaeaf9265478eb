// What a recipient does with the notices of his inbox.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/store/inbox_store.h"

namespace tarazy::notifications {

// Who does it, as it is recorded: "institution tokens/4f9c…".
struct InboxAct {
  absl::string_view recipient;  // whose inbox, its id
  absl::string_view delivery;   // of the notice, its id
  absl::string_view by;
  absl::Time now;
};

// He has opened it: the item as it stands. The delivery is READ from then on, with a receipt that
// says who said so. What was opened before stays as it is. NOT_FOUND when it lies in another inbox
// or in none.
absl::StatusOr<StoredItem> MarkRead(sql::Tx& tx, const InboxAct& act);

// He says that he knows, and so has opened it too; else as MarkRead. The delivery is ACKNOWLEDGED.
absl::StatusOr<StoredItem> Acknowledge(sql::Tx& tx, const InboxAct& act);

}  // namespace tarazy::notifications
