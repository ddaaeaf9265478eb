// A dead delivery is tried again, and mail that came back is noted.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/app/notices/letter_id.h"

namespace tarazy::notifications {

// What a digest gathered is tried again with it. NOT_FOUND; FAILED_PRECONDITION DELIVERY_STATE when
// it is not dead, or part of a digest.
absl::Status Redrive(sql::Tx& tx, absl::string_view delivery, absl::Time now);

struct NotedBounce {
  std::string delivery;     // its id
  bool suppressed = false;  // the address is, from now on
};
// What a mail server reported of a delivery (RFC 3464, as it came). The same report again
// changes nothing. INVALID_ARGUMENT when it is no report; NOT_FOUND when it is about no delivery of
// ours.
absl::StatusOr<NotedBounce> NoteBounce(sql::Tx& tx, absl::string_view report,
                                       const LetterIds& letters, absl::Time now);

}  // namespace tarazy::notifications
