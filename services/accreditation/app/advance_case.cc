#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/accreditation/app/case_events.h"
#include "services/accreditation/app/change_case.h"
#include "services/accreditation/domain/procedure/guards.h"
#include "services/accreditation/domain/procedure/workflow.h"
#include "services/accreditation/domain/report_lint/lint.h"

namespace tarazy::accreditation {
namespace {

std::string Word(v1::CaseState state) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripPrefix(v1::CaseState_Name(state), "CASE_STATE_")),
      {{"_", "-"}});
}

absl::Status CheckReachable(const v1::Case& record, v1::CaseState state) {
  // Audits and certifications have no council here: their outcome is a document of the case.
  const bool by_council = HasState(record.type(), v1::CASE_STATE_BEFORE_COUNCIL);
  if ((state == v1::CASE_STATE_DECIDED && by_council) || state == v1::CASE_STATE_APPEALED) {
    return FailedPrecondition(
        Reason::kCaseState,
        absl::StrCat("a case becomes ", Word(state), " by a decision or an appeal of its own"));
  }
  const std::vector<v1::CaseState> next = NextStates(record);
  if (std::find(next.begin(), next.end(), state) != next.end()) return absl::OkStatus();
  std::string names;
  for (const v1::CaseState one : next)
    absl::StrAppend(&names, names.empty() ? "" : ", ", Word(one));
  return FailedPrecondition(
      Reason::kCaseState,
      absl::StrCat(record.name(), " is ", Word(record.state()), " and cannot become ", Word(state),
                   names.empty() ? "; it stays as it is" : "; it may become ", names));
}

// The day of the step: neither in the future nor before the last one.
absl::StatusOr<absl::CivilDay> DayOf(const v1::Case& record, const Step& step,
                                     absl::CivilDay today) {
  if (step.on.empty()) return today;
  const std::optional<absl::CivilDay> on = ParseDay(step.on);
  if (!on.has_value()) return InvalidField("on", "is not an existing day written YYYY-MM-DD");
  if (*on > today) return InvalidField("on", absl::StrCat(step.on, " is in the future"));
  if (!record.history().empty()) {
    const std::string& last = record.history(record.history_size() - 1).on();
    if (step.on < last) {
      return InvalidField("on", absl::StrCat(step.on, " is before ", last, ", when it became ",
                                             Word(record.state())));
    }
  }
  return *on;
}

absl::Status CheckNothingMissing(const OpenCase& open, v1::CaseState state, absl::CivilDay on) {
  const Faults missing = MissingFor(open.record, open.framework, state, on);
  return missing.ToStatus(absl::StatusCode::kFailedPrecondition, Reason::kCaseIncomplete,
                          absl::StrCat(open.record.name(), " cannot become ", Word(state), " yet"));
}

absl::Status CheckNoContradictions(const OpenCase& open) {
  const std::vector<FieldViolation> standing = StandingContradictions(open.record, open.framework);
  if (standing.empty()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kFailedPrecondition, Reason::kContradictions,
                   absl::StrCat("the report of ", open.record.name(), " contradicts itself in ",
                                standing.size(), standing.size() == 1 ? " place" : " places",
                                "; mend them, or override each by name with a reason"),
                   {.fields = standing});
}

}  // namespace

std::vector<FieldViolation> StandingContradictions(const v1::Case& record,
                                                   const v1::Framework& framework) {
  std::vector<FieldViolation> standing;
  const ReportLint lint = LintReport(record, framework);
  for (const v1::LintFinding& finding : lint.findings) {
    if (finding.lint_class() == v1::LINT_CLASS_CONTRADICTION && finding.overridden().empty()) {
      standing.push_back({finding.id(), finding.message()});
    }
  }
  return standing;
}

bool WantsSoundReport(v1::CaseState state) {
  return state == v1::CASE_STATE_BEFORE_COUNCIL || state == v1::CASE_STATE_PUBLISHED;
}

absl::StatusOr<v1::Case> AdvanceCase(sql::Tx& tx, const Change& change, const Step& step) {
  ASSIGN_OR_RETURN(OpenCase open, OpenForChange(tx, change));
  RETURN_IF_ERROR(CheckText("note", step.note, 4000));
  RETURN_IF_ERROR(CheckReachable(open.record, step.state));
  ASSIGN_OR_RETURN(const absl::CivilDay on, DayOf(open.record, step, change.today));
  if (step.state == v1::CASE_STATE_RETURNED && step.note.empty()) {
    return InvalidField("note", "say what the institution has to change");
  }
  RETURN_IF_ERROR(CheckNothingMissing(open, step.state, on));
  if (WantsSoundReport(step.state)) RETURN_IF_ERROR(CheckNoContradictions(open));
  v1::Case after = open.record;
  after.set_state(step.state);
  v1::StateChange& entry = *after.add_history();
  entry.set_state(step.state);
  entry.set_on(FormatDay(on));
  entry.set_note(step.note);
  entry.set_by(change.by.person);
  const bool answers =
      step.state == v1::CASE_STATE_RETURNED || step.state == v1::CASE_STATE_ADMITTED;
  if (answers && !after.self_assessments().empty()) {
    v1::SelfAssessment& last = *after.mutable_self_assessments(after.self_assessments_size() - 1);
    last.set_answered_on(FormatDay(on));
    if (step.state == v1::CASE_STATE_RETURNED) last.set_remarks(step.note);
  }
  RETURN_IF_ERROR(
      SaveAndTell(tx, open.record, after,
                  {change.by.person, change.now, absl::StrCat("advance to ", Word(step.state))}));
  return after;
}

}  // namespace tarazy::accreditation
