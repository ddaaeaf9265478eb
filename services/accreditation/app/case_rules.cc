#include "services/accreditation/app/case_rules.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "services/accreditation/app/register_acts.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

constexpr char kField[] = "decision.";

void CheckTerm(const v1::ProcedureRules& rules, const Act& act, const v1::Decision& decision,
               Faults& problems) {
  if (!IsGrant(act.kind) || rules.terms().empty()) return;
  for (const int term : rules.terms()) {
    if (decision.years() == term) return;
    if (decision.years() == 0 && act.valid_to == Anniversary(act.valid_from, term)) return;
  }
  problems.Add(
      absl::StrCat(kField, "years"),
      absl::StrCat("the framework offers terms of ", absl::StrJoin(rules.terms(), ", "), " years"));
}

void CheckConditions(const CaseSubject& subject, const v1::Decision& decision, Faults& problems) {
  const bool conditional = decision.kind() == v1::DECISION_KIND_GRANT_CONDITIONALLY;
  if (conditional && decision.conditions().empty()) {
    problems.Add(absl::StrCat(kField, "conditions"), "name the findings that are its conditions");
  }
  if (!conditional && !decision.conditions().empty()) {
    problems.Add(absl::StrCat(kField, "conditions"), "only a conditional grant has conditions");
  }
  for (int i = 0; i < decision.conditions_size(); ++i) {
    const auto& findings = subject.open_findings;
    if (std::find(findings.begin(), findings.end(), decision.conditions(i)) == findings.end()) {
      problems.Add(absl::StrCat(kField, "conditions[", i, "]"),
                   absl::StrCat("\"", decision.conditions(i),
                                "\" is no recommendation or condition of this case about it"));
    }
  }
}

int YearsOf(const Act& act, const v1::Decision& decision) {
  if (decision.years() > 0 || !act.valid_to.has_value()) return decision.years();
  for (int years = 1; years <= 100; ++years) {
    if (act.valid_to == Anniversary(act.valid_from, years)) return years;
  }
  return 0;
}

void CheckDeviation(const CaseSubject& subject, const Act& act, v1::Decision& decision,
                    Faults& problems) {
  const auto differs = [&](const std::optional<SuggestedOutcome>& other) {
    return other.has_value() && other->kind != v1::DECISION_KIND_UNSPECIFIED &&
           (other->kind != decision.kind() || other->years != YearsOf(act, decision));
  };
  std::vector<std::string> other;
  if (differs(subject.proposed)) {
    other.push_back(absl::StrCat("the commission proposes ",
                                 TermText(subject.proposed->kind, subject.proposed->years)));
  }
  if (differs(subject.suggested)) {
    other.push_back(absl::StrCat("the term rule ", subject.rule_version, " suggests ",
                                 TermText(subject.suggested->kind, subject.suggested->years)));
  }
  decision.set_deviates_from(absl::StrJoin(other, "; "));
  if (!other.empty() && decision.reason().empty()) {
    problems.Add(absl::StrCat(kField, "reason"),
                 absl::StrCat("say why the decision differs: ", decision.deviates_from()));
  }
}

}  // namespace

void CheckAgainstCase(const CaseFacts& facts, const Act& act, v1::Decision& decision,
                      Faults& problems) {
  if (decision.agency() != facts.agency) {
    problems.Add(absl::StrCat(kField, "agency"),
                 absl::StrCat(facts.name, " is a case of ", facts.agency));
  }
  if (facts.visit_end.has_value() && act.decided_on < *facts.visit_end) {
    problems.Add(absl::StrCat(kField, "decided_on"),
                 absl::StrCat("is before the visit ended, ", FormatDay(*facts.visit_end)));
  }
  const CaseSubject* const subject = facts.Find(decision.subject());
  if (subject == nullptr) {
    return problems.Add(absl::StrCat(kField, "subject"),
                        absl::StrCat(decision.subject(), " is not reviewed in ", facts.name));
  }
  if (decision.scope() != subject->scope) {
    problems.Add(absl::StrCat(kField, "scope"),
                 absl::StrCat("is reviewed in ", facts.name, " as ",
                              v1::ProcedureType_Name(subject->scope)));
  }
  if (!IsMain(act.kind)) return;
  CheckTerm(facts.rules, act, decision, problems);
  CheckConditions(*subject, decision, problems);
  CheckDeviation(*subject, act, decision, problems);
}

void SetObligations(const v1::ProcedureRules& rules, const Act& act, v1::Decision& decision) {
  if (!IsGrant(act.kind)) return;
  std::vector<std::pair<absl::CivilDay, std::string>> due;
  for (const v1::ObligationRule& rule : rules.obligations()) {
    if (YearsOf(act, decision) < rule.min_years()) continue;
    for (int months = rule.after_months(); rule.after_months() > 0; months += rule.after_months()) {
      const absl::CivilDay day = AddMonths(act.valid_from, months);
      if (!act.valid_to.has_value() || day >= *act.valid_to) break;
      due.emplace_back(day, rule.kind());
      if (!rule.repeats()) break;
    }
  }
  std::sort(due.begin(), due.end());
  for (const auto& [day, kind] : due) {
    v1::Obligated& obligated = *decision.add_obligations();
    obligated.set_kind(kind);
    obligated.set_due(FormatDay(day));
  }
}

absl::Status CheckCaseState(const CaseFacts& facts, const v1::Decision& decision,
                            bool has_decision) {
  if (facts.before_council && has_decision) {
    return FailedPrecondition(
        Reason::kRegisterConflict,
        absl::StrCat(facts.name, " has its decision about ", decision.subject(), " already"));
  }
  if (facts.before_council || (facts.decided && !has_decision)) return absl::OkStatus();
  return FailedPrecondition(
      Reason::kCaseState, absl::StrCat(facts.name, " is ", facts.state,
                                       "; a decision ends a case that stands before the council"));
}

}  // namespace tarazy::accreditation
