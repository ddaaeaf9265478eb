#include "services/accreditation/app/stored_cases.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/app/case_events.h"
#include "services/accreditation/app/store_framework.h"
#include "services/accreditation/domain/procedure/term.h"
#include "services/accreditation/domain/procedure/workflow.h"
#include "services/accreditation/domain/record/programmes.h"
#include "services/accreditation/store/case_store.h"

namespace tarazy::accreditation {
namespace {

// The register names programmes as the registry does, a case by their codes.
struct Reviewed {
  std::string code;  // empty: the institution
  CaseSubject subject;
};

bool Contains(const std::vector<v1::CaseState>& states, v1::CaseState state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

std::string Word(v1::CaseState state) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripPrefix(v1::CaseState_Name(state), "CASE_STATE_")),
      {{"_", "-"}});
}

std::vector<Reviewed> SubjectsOf(const v1::Case& record) {
  std::vector<Reviewed> subjects;
  for (const CaseProgramme& programme : ReportedProgrammesOf(record)) {
    subjects.push_back({.code = programme.review->code(),
                        .subject = {.subject = programme.review->programme(),
                                    .scope = TypeOf(record, *programme.cluster)}});
  }
  if (record.clusters().empty()) {
    subjects.push_back({.subject = {.subject = record.institution(), .scope = record.type()}});
  }
  return subjects;
}

bool Applies(const v1::Case& record, const google::protobuf::RepeatedPtrField<std::string>& codes,
             const std::string& code) {
  const std::vector<std::string> all = AppliesTo(record, codes);
  return std::find(all.begin(), all.end(), code) != all.end();
}

void AddFindings(const v1::Case& record, Reviewed& reviewed) {
  for (const v1::Finding& finding : record.findings()) {
    const bool open = finding.kind() == v1::FINDING_KIND_RECOMMENDATION ||
                      finding.kind() == v1::FINDING_KIND_CONDITION;
    if (open && Applies(record, finding.programmes(), reviewed.code)) {
      reviewed.subject.open_findings.push_back(finding.id());
    }
  }
}

// A framework without a table, or a case without all marks, suggests nothing.
void AddSuggestions(const v1::Case& record, const v1::Framework& framework,
                    std::vector<Reviewed>& subjects) {
  const auto suggestions = SuggestTerm(record, framework);
  if (!suggestions.ok()) return;
  for (const v1::TermSuggestion& suggestion : *suggestions) {
    for (Reviewed& reviewed : subjects) {
      if (reviewed.code != suggestion.programme() || suggestion.row() == 0) continue;
      reviewed.subject.suggested = {suggestion.outcome(), suggestion.years()};
      reviewed.subject.rule_version = suggestion.rule_version();
    }
  }
}

absl::Status Step(sql::Tx& tx, const v1::Case& before, v1::CaseState state, absl::CivilDay on,
                  const CaseActor& by, absl::string_view deed) {
  v1::Case after = before;
  after.set_state(state);
  std::string day = FormatDay(on);
  // Recorded late: the history keeps its order.
  if (!before.history().empty()) {
    day = std::max(day, before.history(before.history_size() - 1).on());
  }
  v1::StateChange& entry = *after.add_history();
  entry.set_state(state);
  entry.set_on(day);
  entry.set_by(by.person);
  return SaveAndTell(tx, before, after, {by.person, by.now, std::string(deed)});
}

absl::StatusOr<v1::Case> Load(sql::Tx& tx, absl::string_view name) {
  return LoadCase(tx, absl::StripPrefix(name, "cases/"));
}

}  // namespace

absl::StatusOr<CaseFacts> StoredCases::Facts(sql::Tx& tx, absl::string_view name) {
  ASSIGN_OR_RETURN(const v1::Case record, Load(tx, name));
  ASSIGN_OR_RETURN(const v1::Framework framework, FrameworkOf(tx, "framework", record.framework()));
  const v1::CaseState state = StateOf(record);
  CaseFacts facts{.name = record.name(),
                  .agency = record.agency(),
                  .state = Word(state),
                  .before_council = Contains(NextStates(record), v1::CASE_STATE_DECIDED) &&
                                    state != v1::CASE_STATE_APPEALED,
                  .decided = state >= v1::CASE_STATE_DECIDED && state != v1::CASE_STATE_WITHDRAWN,
                  .visit_end = ParseDay(record.visit().to()),
                  .rules = framework.procedure()};
  for (const v1::Member& member : record.commission()) {
    if (!member.person().empty()) facts.commission.push_back(member.person());
    if (!member.token().empty()) facts.commission_tokens.push_back(member.token());
  }
  std::vector<Reviewed> subjects = SubjectsOf(record);
  AddSuggestions(record, framework, subjects);
  for (Reviewed& reviewed : subjects) {
    for (const v1::Proposal& proposal : record.proposals()) {
      if (!Applies(record, proposal.programmes(), reviewed.code)) continue;
      reviewed.subject.proposed = {proposal.outcome(), proposal.years()};
    }
    AddFindings(record, reviewed);
    facts.subjects.push_back(std::move(reviewed.subject));
  }
  return facts;
}

absl::Status StoredCases::Decided(sql::Tx& tx, absl::string_view name, absl::CivilDay on,
                                  const CaseActor& by) {
  ASSIGN_OR_RETURN(const v1::Case record, Load(tx, name));
  return Step(tx, record, v1::CASE_STATE_DECIDED, on, by, "decide");
}

absl::Status StoredCases::Appealed(sql::Tx& tx, absl::string_view name, absl::CivilDay on,
                                   const CaseActor& by) {
  ASSIGN_OR_RETURN(const v1::Case record, Load(tx, name));
  if (!Contains(NextStates(record), v1::CASE_STATE_APPEALED)) return absl::OkStatus();
  return Step(tx, record, v1::CASE_STATE_APPEALED, on, by, "appeal");
}

absl::Status StoredCases::AppealEnded(sql::Tx& tx, absl::string_view name, absl::CivilDay on,
                                      const CaseActor& by) {
  ASSIGN_OR_RETURN(const v1::Case record, Load(tx, name));
  if (StateOf(record) != v1::CASE_STATE_APPEALED) return absl::OkStatus();
  return Step(tx, record, NextStates(record).front(), on, by, "end of the appeal");
}

}  // namespace tarazy::accreditation
