// Stores what became of deliveries.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/app/sending/job.h"
#include "services/notifications/store/receipt_store.h"

namespace tarazy::notifications {

struct Finished {
  Job job;
  Verdict verdict;
};

// The state that a delivery comes to.
v1::DeliveryState StateAfter(Fate fate);

// Stores the verdict, the item of the inbox and what else follows from it: true, and its receipts
// are appended to `receipts`, which the caller stores in the same transaction. False, and nothing
// is stored, when the lease was lost: another worker has it now.
absl::StatusOr<bool> Finish(sql::Tx& tx, const Finished& finished, absl::Time now,
                            std::vector<StoredReceipt>& receipts);

}  // namespace tarazy::notifications
