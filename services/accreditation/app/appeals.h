// Appeals against decisions.
#pragma once

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/accreditation/app/case_facts.h"
#include "services/accreditation/app/record_decision.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// Errors: INVALID_ARGUMENT (every fault), NOT_FOUND (the decision), ALREADY_EXISTS,
// FAILED_PRECONDITION APPEAL_STATE, PERMISSION_DENIED (an institution, about another one's).
absl::StatusOr<v1::Appeal> FileAppeal(sql::Tx& tx, CaseBook& cases, const RecordingBy& by,
                                      v1::Appeal appeal);

struct AppealEnd {
  std::string name;
  v1::AppealOutcome outcome = v1::APPEAL_OUTCOME_UNSPECIFIED;
  std::string decided_on;  // empty: today
  std::string reason;
  v1::Vote vote;  // of those that decide; none when the institution takes it back
};

// Errors: INVALID_ARGUMENT (every fault), NOT_FOUND, FAILED_PRECONDITION APPEAL_STATE (ended) or
// NO_QUORUM, PERMISSION_DENIED: CONFLICT_OF_INTEREST (who votes voted on the decision or sat on the
// commission), SECOND_PERSON_NEEDED (the token recorded the decision).
absl::StatusOr<v1::Appeal> DecideAppeal(sql::Tx& tx, CaseBook& cases, const RecordingBy& by,
                                        const AppealEnd& end);

}  // namespace tarazy::accreditation
