// The words of a delivery, in its reader's language.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/notifications/app/sending/job.h"

namespace tarazy::notifications {

struct Words {
  v1::Rendered rendered;
  // Of a digest: the parts that could not be put into words, by their deliveries, and why.
  std::map<std::string, std::string> unwritten;
};

// NOT_FOUND when all that a digest gathers is moot by now. FAILED_PRECONDITION TEMPLATE_INVALID
// when a value is missing.
absl::StatusOr<Words> MakeText(const Job& job, absl::Time now);

}  // namespace tarazy::notifications
