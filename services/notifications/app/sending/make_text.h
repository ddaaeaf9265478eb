// The words of a delivery, in its reader's language.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/notifications/app/sending/job.h"

namespace tarazy::notifications {

// NOT_FOUND when all that a digest gathers is moot by now. FAILED_PRECONDITION TEMPLATE_INVALID
// when a value is missing.
absl::StatusOr<v1::Rendered> MakeText(const Job& job, absl::Time now);

}  // namespace tarazy::notifications
