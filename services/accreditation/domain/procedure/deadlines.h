// The days on which a finding is due for a programme.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

struct Occurrence {
  std::optional<absl::CivilDay> due;  // absent: no deadline, or no event yet
  std::string event;                  // the id of the event that it follows from; empty: none
};

// Strengths and remarks are not followed up.
bool IsFollowedUp(const v1::Finding& finding);

// In the order of days; never empty for a finding that is followed up, empty for others.
//   no deadline      one occurrence without a day
//   fixed            one
//   relative, event  one for each event of the kind that concerns the programme and lies after the
//                    visit (what happened before is what the commission saw); two events that lead
//                    to one day are one occurrence, the first event's. Without an event: one
//                    without a day
//   recurring        every one up to `today` and the next, at most 1,200; none after its `until`,
//   nor
//                    after `accredited_until`, the last day of the accreditation, where it is known
std::vector<Occurrence> OccurrencesOf(
    const v1::Case& record, const v1::Finding& finding, absl::string_view programme,
    absl::CivilDay today, std::optional<absl::CivilDay> accredited_until = std::nullopt);

}  // namespace tarazy::accreditation
