// What is done about findings: events, plans, evidence, verification, progress.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/accreditation/app/change_case.h"
#include "tarazy/accreditation/v1/decision_support.pb.h"

namespace tarazy::accreditation {

struct RecordedEvent {
  v1::Event event;
  std::vector<v1::FollowUp> occurrences;  // what it made due
};

// Errors: INVALID_ARGUMENT (unknown kind, a day in the future), ALREADY_EXISTS.
absl::StatusOr<RecordedEvent> RecordEvent(sql::Tx& tx, const Change& change, v1::Event event);

// A plan, evidence, a verification or a return. Errors: INVALID_ARGUMENT, FAILED_PRECONDITION
// CASE_STATE, PERMISSION_DENIED SECOND_PERSON_NEEDED.
absl::StatusOr<v1::FollowUp> AddStep(sql::Tx& tx, const Change& change, v1::FollowUpStep step);

struct PreviousCase {
  std::string name;
  std::vector<v1::FollowUp> follow_ups;
};

// The follow-up of the case before this one. Errors: NOT_FOUND, also when there is none before.
absl::StatusOr<PreviousCase> FollowUpsBefore(sql::Tx& tx, const std::string& id,
                                             const Viewer& viewer, absl::CivilDay today);

}  // namespace tarazy::accreditation
