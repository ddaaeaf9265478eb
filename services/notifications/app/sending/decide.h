// What becomes of a delivery whose time has come, before anything is sent.
#pragma once

#include <optional>

#include "absl/time/time.h"
#include "services/notifications/app/sending/job.h"

namespace tarazy::notifications {

// Nothing: it is to be sent now. Asked each time that a worker has it, so that what was held back
// is sent only while it is still true and wanted.
std::optional<Verdict> Decide(const Job& job, absl::Time now);

}  // namespace tarazy::notifications
