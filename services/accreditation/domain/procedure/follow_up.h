// How findings stand after the procedure: for each programme and each day they are due.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/decision_support.pb.h"

namespace tarazy::accreditation {

// In the order of findings, programmes and days, as of the end of `today`: later steps are left
// out. A recommendation or condition without a deadline is one follow-up without a day; it is never
// overdue.
std::vector<v1::FollowUp> FollowUps(const v1::Case& record, absl::CivilDay today,
                                    std::optional<absl::CivilDay> accredited_until = std::nullopt);

// The progress since the last procedure, for the next one.
struct Progress {
  int verified = 0;
  int open = 0;  // all others, also those that wait for an event
};

Progress ProgressOf(absl::Span<const v1::FollowUp> follow_ups);

}  // namespace tarazy::accreditation
