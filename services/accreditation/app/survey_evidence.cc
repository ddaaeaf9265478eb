#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/record/check.h"
#include "services/accreditation/app/case_events.h"
#include "services/accreditation/app/change_case.h"
#include "services/accreditation/domain/procedure/check_case.h"

namespace tarazy::accreditation {

absl::StatusOr<v1::Case> TakeSurveyEvidence(sql::Tx& tx, const Change& change,
                                            v1::SurveyEvidence evidence) {
  ASSIGN_OR_RETURN(OpenCase open, OpenForChange(tx, change));
  if (ReportStands(open.record)) {
    return FailedPrecondition(
        Reason::kCaseState,
        absl::StrCat(open.record.name(), " is ", v1::CaseState_Name(open.record.state()),
                     "; evidence is taken until the report stands"));
  }
  evidence.set_taken_on(FormatDay(change.today));
  Faults problems;
  problems.Add(record::CheckRules(evidence, "evidence"));
  for (const v1::PrintedSurvey& printed : open.record.report().surveys()) {
    if (printed.id() != evidence.id()) continue;
    problems.Add("evidence.id", absl::StrCat("the report's printed survey ", evidence.id(),
                                             " has this id; give the evidence another one"));
  }
  v1::Case after = open.record;
  v1::SurveyEvidence* place = nullptr;
  for (v1::SurveyEvidence& there : *after.mutable_survey_evidence()) {
    if (there.id() != evidence.id()) continue;
    if (there.campaign() != evidence.campaign()) {
      return AlreadyExists("evidence of another campaign", evidence.id());
    }
    place = &there;
  }
  if (place == nullptr) place = after.add_survey_evidence();
  *place = std::move(evidence);
  if (problems.empty()) problems.Add(record::CheckRules(after, "case_record"));
  if (problems.empty()) problems = CheckCase(after, open.framework);
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid,
                                    "the evidence cannot be taken"));
  RETURN_IF_ERROR(
      SaveAndTell(tx, open.record, after, {change.by.person, change.now, "take survey evidence"}));
  return after;
}

}  // namespace tarazy::accreditation
