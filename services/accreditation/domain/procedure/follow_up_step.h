// Takes a step of the follow-up.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

// Appends the step to the case's follow-up, with its id ("step-3"), its due day, the day (today
// when absent) and who did it filled in; changes nothing when it is refused. A plan and a return
// say something in words, evidence in words or documents. Errors:
//   INVALID_ARGUMENT CASE_INVALID           unknown finding, programme or due day, nothing said, a
//                                           day after today or before the last step's
//   FAILED_PRECONDITION CASE_STATE          verified already, nothing to judge, no day known yet
//   PERMISSION_DENIED SECOND_PERSON_NEEDED  who submitted evidence does not verify it; nobody
//   excepted
absl::Status ApplyStep(v1::Case& record, v1::FollowUpStep step, absl::string_view by,
                       absl::CivilDay today);

}  // namespace tarazy::accreditation
