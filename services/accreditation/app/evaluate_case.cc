#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/record/check.h"
#include "services/accreditation/app/case_events.h"
#include "services/accreditation/app/change_case.h"
#include "services/accreditation/app/documents.h"
#include "services/accreditation/app/visible_case.h"
#include "services/accreditation/domain/procedure/check_case.h"
#include "services/accreditation/domain/procedure/workflow.h"
#include "services/accreditation/domain/report_lint/lint.h"

namespace tarazy::accreditation {
namespace {

std::string KeyOf(const v1::Evaluation& one) {
  return absl::StrCat(one.criterion(), "/", one.programme(), "/", one.expert());
}

// A member marks for himself, the chair also for all; the coordinator marks nothing.
absl::Status CheckMayMark(const v1::Case& record, const Viewer& by,
                          const std::vector<v1::Evaluation>& evaluations) {
  if (by.staff) return absl::OkStatus();
  const v1::Member* self = MemberOf(record, by);
  const bool chair = self != nullptr && self->role() == v1::COMMISSION_ROLE_CHAIR;
  std::vector<FieldViolation> foreign;
  for (size_t i = 0; i < evaluations.size(); ++i) {
    const std::string& expert = evaluations[i].expert();
    const bool own = self != nullptr && expert == self->id();
    if (own || (chair && expert.empty())) continue;
    foreign.push_back({absl::StrCat("evaluations[", i, "].expert"),
                       expert.empty()
                           ? "the chair enters the consensus"
                           : absl::StrCat("you are not ", expert, "; everybody enters his own")});
  }
  if (foreign.empty()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                   "a member of the commission enters his own marks, the chair also the consensus",
                   {.fields = foreign});
}

absl::Status CheckMarking(const v1::Case& record) {
  switch (record.state()) {
    case v1::CASE_STATE_COMMISSION_FORMED:
    case v1::CASE_STATE_VISIT_PLANNED:
    case v1::CASE_STATE_VISITED:
    case v1::CASE_STATE_DRAFTING:
    case v1::CASE_STATE_FACT_CHECK:
      return absl::OkStatus();
    default:
      return FailedPrecondition(
          Reason::kCaseState,
          absl::StrCat(record.name(), " is ", v1::CaseState_Name(record.state()),
                       "; marks are set from the forming of the commission "
                       "until the report stands"));
  }
}

}  // namespace

absl::StatusOr<v1::Case> PutEvaluations(sql::Tx& tx, const Change& change,
                                        const std::vector<v1::Evaluation>& evaluations) {
  ASSIGN_OR_RETURN(OpenCase open, OpenForChange(tx, change));
  RETURN_IF_ERROR(CheckMarking(open.record));
  RETURN_IF_ERROR(CheckMayMark(open.record, change.by, evaluations));
  v1::Case after = open.record;
  Faults problems;
  if (evaluations.empty()) problems.Add("evaluations", "name at least one mark");
  std::set<std::string> seen;
  for (size_t i = 0; i < evaluations.size(); ++i) {
    const v1::Evaluation& one = evaluations[i];
    const std::string path = absl::StrCat("evaluations[", i, "]");
    problems.Add(record::CheckRules(one, path));
    if (!seen.insert(KeyOf(one)).second) {
      problems.Add(path, absl::StrCat("a second mark for ", KeyOf(one)));
    }
    bool replaced = false;
    for (v1::Evaluation& there : *after.mutable_evaluations()) {
      if (KeyOf(there) == KeyOf(one)) {
        there = one;
        replaced = true;
      }
    }
    if (!replaced) *after.add_evaluations() = one;
  }
  if (problems.empty()) problems = CheckCase(after, open.framework);
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid,
                                    "the marks cannot be taken"));
  RETURN_IF_ERROR(
      SaveAndTell(tx, open.record, after, {change.by.person, change.now, "put evaluations"}));
  return after;
}

absl::StatusOr<v1::Interest> DeclareInterest(sql::Tx& tx, const Change& change,
                                             v1::Interest interest) {
  ASSIGN_OR_RETURN(OpenCase open, OpenForChange(tx, change));
  if (!change.by.staff) {
    const v1::Member* self = MemberOf(open.record, change.by);
    if (interest.member().empty() && self != nullptr) interest.set_member(self->id());
    if (self == nullptr || self->id() != interest.member()) {
      return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                       "a member of the commission declares his own ties");
    }
    interest.clear_resolution();
  }
  if (interest.id().empty()) interest.set_id(absl::StrCat("i-", RandomHex(6)));
  if (interest.on().empty()) interest.set_on(FormatDay(change.today));
  v1::Case after = open.record;
  bool replaced = false;
  for (v1::Interest& there : *after.mutable_interests()) {
    if (there.id() != interest.id()) continue;
    if (there.member() != interest.member()) {
      return AlreadyExists("interest", interest.id());
    }
    there = interest;
    replaced = true;
  }
  if (!replaced) *after.add_interests() = interest;
  Faults problems;
  problems.Add(record::CheckRules(interest, "interest"));
  if (problems.empty()) problems = CheckCase(after, open.framework);
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid,
                                    "the declaration cannot be taken"));
  RETURN_IF_ERROR(
      SaveAndTell(tx, open.record, after, {change.by.person, change.now, "declare interest"}));
  return interest;
}

absl::StatusOr<v1::Case> SubmitSelfAssessment(sql::Tx& tx, const Change& change,
                                              v1::SelfAssessment assessment,
                                              const v1::Document& document) {
  ASSIGN_OR_RETURN(OpenCase open, OpenForChange(tx, change));
  const std::vector<v1::CaseState> next = NextStates(open.record);
  if (std::find(next.begin(), next.end(), v1::CASE_STATE_SUBMITTED) == next.end()) {
    return FailedPrecondition(
        Reason::kCaseState,
        absl::StrCat(open.record.name(), " is ", v1::CaseState_Name(open.record.state()),
                     "; a self-assessment is handed in while it is "
                     "self-assessing or returned"));
  }
  if (!document.sha256().empty()) {
    RETURN_IF_ERROR(CheckMayName(tx, "document.sha256", {document.sha256()}, change.by));
  }
  v1::Case after = open.record;
  assessment.set_version(after.self_assessments_size() + 1);
  assessment.set_submitted_on(FormatDay(change.today));
  assessment.set_document(document.id());
  assessment.clear_remarks();
  assessment.clear_answered_on();
  Faults problems;
  problems.Add(record::CheckRules(document, "document"));
  for (const v1::Document& there : after.documents()) {
    if (there.id() == document.id()) {
      problems.Add("document.id", absl::StrCat("the case has a document ", document.id(),
                                               " already; a new version is a new document"));
    }
  }
  *after.add_documents() = document;
  *after.add_self_assessments() = assessment;
  after.set_state(v1::CASE_STATE_SUBMITTED);
  v1::StateChange& entry = *after.add_history();
  entry.set_state(v1::CASE_STATE_SUBMITTED);
  entry.set_on(FormatDay(change.today));
  entry.set_by(change.by.person);
  if (problems.empty()) problems = CheckCase(after, open.framework);
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid,
                                    "the self-assessment cannot be taken"));
  RETURN_IF_ERROR(SaveAndTell(tx, open.record, after,
                              {change.by.person, change.now, "submit self-assessment"}));
  return after;
}

absl::StatusOr<v1::Case> OverrideLint(sql::Tx& tx, const Change& change,
                                      const std::vector<v1::LintOverride>& overrides) {
  ASSIGN_OR_RETURN(OpenCase open, OpenForChange(tx, change));
  std::set<std::string> found;
  const ReportLint lint = LintReport(open.record, open.framework);
  for (const v1::LintFinding& finding : lint.findings) {
    found.insert(finding.id());
  }
  v1::Case after = open.record;
  Faults problems;
  if (overrides.empty()) problems.Add("overrides", "name at least one finding");
  for (size_t i = 0; i < overrides.size(); ++i) {
    v1::LintOverride kept = overrides[i];
    const std::string path = absl::StrCat("overrides[", i, "]");
    problems.Add(record::CheckRules(kept, path));
    if (!kept.finding().empty() && !found.contains(kept.finding())) {
      problems.Add(absl::StrCat(path, ".finding"),
                   absl::StrCat(kept.finding(), " is not a finding of this report"));
    }
    kept.set_by(change.by.person);
    bool replaced = false;
    for (v1::LintOverride& there : *after.mutable_overrides()) {
      if (there.finding() != kept.finding()) continue;
      there = kept;
      replaced = true;
    }
    if (!replaced) *after.add_overrides() = kept;
  }
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid,
                                    "the overrides cannot be taken"));
  RETURN_IF_ERROR(
      SaveAndTell(tx, open.record, after, {change.by.person, change.now, "override lint"}));
  return after;
}

}  // namespace tarazy::accreditation
