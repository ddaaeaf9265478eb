// Changes of a case, each one transaction: its fields, its state, its marks, ties,
// self-assessments, overrides.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/sql/database.h"
#include "services/accreditation/app/registered_units.h"
#include "services/accreditation/app/viewer.h"
#include "services/accreditation/store/case_store.h"
#include "tarazy/accreditation/v1/framework.pb.h"
#include "tarazy/accreditation/v1/survey_evidence.pb.h"

namespace tarazy::accreditation {

// Who changes what, when.
struct Change {
  std::string id;    // the case's
  std::string etag;  // empty: whatever it is
  Viewer by;
  absl::Time now;
  absl::CivilDay today;  // of the agency
};

// A case with its framework, as this viewer finds it, whole. Errors: NOT_FOUND, ABORTED STALE_ETAG.
struct OpenCase {
  v1::Case record;
  v1::Framework framework;
};
absl::StatusOr<OpenCase> OpenForChange(sql::Tx& tx, const Change& change);

// The report is finalised, or the case is beyond that: what it rests on does not change any more.
bool ReportStands(const v1::Case& record);

// Replaces the fields of this mask (top level). A case that is not there is opened when
// `allow_missing`. Errors: INVALID_ARGUMENT (a field that is not changed this way, or those of
// CheckWhole), FAILED_PRECONDITION CASE_STATE (closed in this state), NOT_FOUND, ABORTED.
absl::StatusOr<v1::Case> UpdateCase(sql::Tx& tx, const Change& change, const v1::Case& fields,
                                    const std::vector<std::string>& mask, bool allow_missing,
                                    const RegisteredUnits& units);

// The case as UpdateCase would have it, for asking the registry first. Errors: as there, but
// NOT_FOUND is none.
absl::StatusOr<v1::Case> Merged(sql::Tx& tx, const Change& change, const v1::Case& fields,
                                const std::vector<std::string>& mask);

struct Step {
  v1::CaseState state = v1::CASE_STATE_UNSPECIFIED;
  std::string on;    // empty: today
  std::string note;  // of a return: what to change
};

// What keeps a report from the council and from the public: its contradictions that nobody has
// overridden, each by the finding's id.
std::vector<FieldViolation> StandingContradictions(const v1::Case& record,
                                                   const v1::Framework& framework);

// The step wants a report without standing contradictions.
bool WantsSoundReport(v1::CaseState state);

// Errors: FAILED_PRECONDITION CASE_STATE, CASE_INCOMPLETE (all that is missing) or CONTRADICTIONS
// (each by its id); INVALID_ARGUMENT (the day).
absl::StatusOr<v1::Case> AdvanceCase(sql::Tx& tx, const Change& change, const Step& step);

// Errors: INVALID_ARGUMENT CASE_INVALID, PERMISSION_DENIED, FAILED_PRECONDITION CASE_STATE.
absl::StatusOr<v1::Case> PutEvaluations(sql::Tx& tx, const Change& change,
                                        const std::vector<v1::Evaluation>& evaluations);

// Errors: INVALID_ARGUMENT, PERMISSION_DENIED.
absl::StatusOr<v1::Interest> DeclareInterest(sql::Tx& tx, const Change& change,
                                             v1::Interest interest);

// Errors: FAILED_PRECONDITION CASE_STATE, INVALID_ARGUMENT.
absl::StatusOr<v1::Case> SubmitSelfAssessment(sql::Tx& tx, const Change& change,
                                              v1::SelfAssessment assessment,
                                              const v1::Document& document);

// Keeps what a survey told, in place of evidence of the same id; `taken_on` is set to the day of
// the change. Errors: INVALID_ARGUMENT CASE_INVALID (a printed survey has this id), ALREADY_EXISTS
// (evidence of another campaign has it), FAILED_PRECONDITION CASE_STATE (the report stands).
absl::StatusOr<v1::Case> TakeSurveyEvidence(sql::Tx& tx, const Change& change,
                                            v1::SurveyEvidence evidence);

// Errors: INVALID_ARGUMENT (not a finding of this case, no reason).
absl::StatusOr<v1::Case> OverrideLint(sql::Tx& tx, const Change& change,
                                      const std::vector<v1::LintOverride>& overrides);

}  // namespace tarazy::accreditation
