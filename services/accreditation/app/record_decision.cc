#include "services/accreditation/app/record_decision.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/app/case_rules.h"
#include "services/accreditation/app/council_vote.h"
#include "services/accreditation/app/decision_faults.h"
#include "services/accreditation/app/register_acts.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

constexpr char kField[] = "decision.";

// The fields that depend on whether papers of before the register are recorded.
void CheckPapers(const v1::Decision& decision, const Act& act, Faults& problems) {
  if (decision.historical()) {
    if (!decision.case_name().empty()) {
      problems.Add(absl::StrCat(kField, "case_name"), "a historical decision has no case here");
    }
    return;
  }
  if (IsMain(act.kind) && decision.case_name().empty()) {
    problems.Add(absl::StrCat(kField, "case_name"),
                 "name the case that it ends; only historical decisions have none");
  }
  if (!decision.has_vote()) {
    problems.Add(absl::StrCat(kField, "vote"), "who voted, and how, is required");
  } else {
    CheckBallots(decision.vote(), absl::StrCat(kField, "vote."), problems);
  }
  if (!IsGrant(act.kind) && decision.reason().empty()) {
    problems.Add(absl::StrCat(kField, "reason"), "say why; only a grant may go without");
  }
}

absl::Status CheckNew(sql::Tx& tx, const std::string& name) {
  const absl::Status known = LoadDecision(tx, name).status();
  if (known.ok()) return AlreadyExists("decision", name);
  return absl::IsNotFound(known) ? absl::OkStatus() : known;
}

absl::Status CheckLine(const std::vector<Act>& acts, const Act& act, bool historical) {
  if (acts.size() >= kMaxActs) {
    return FailedPrecondition(Reason::kResourceExhausted,
                              absl::StrCat("this line of the register has ", acts.size(),
                                           " acts, as many as one may have"));
  }
  return ToStatus(CheckAct(acts, act, {.historical = historical}), "the register cannot take it");
}

// Of what it acts on: NOT_FOUND when there is no such decision at all.
absl::Status CheckTargetExists(sql::Tx& tx, const v1::Decision& decision) {
  if (decision.acts_on().empty()) return absl::OkStatus();
  return LoadDecision(tx, decision.acts_on()).status();
}

absl::Status CheckPeople(const CaseFacts& facts, const Viewer& by, const v1::Decision& decision) {
  RETURN_IF_ERROR(CheckDisjoint(decision.vote(), {facts.commission.begin(), facts.commission.end()},
                                "sat on the commission"));
  const auto& tokens = facts.commission_tokens;
  if (std::find(tokens.begin(), tokens.end(), by.token) == tokens.end()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kSecondPersonNeeded,
                   "your token sat on the commission; somebody else records the decision");
}

// The subject's decisions of this case that still stand, but for deferrals.
absl::StatusOr<bool> IsDecided(sql::Tx& tx, const CaseSubject& subject, const CaseFacts& facts,
                               absl::CivilDay today) {
  const LineKey line{subject.subject, facts.agency, subject.scope};
  ASSIGN_OR_RETURN(const std::vector<Act> acts, LoadActs(tx, line));
  const LineStatus status = StatusOn(acts, today, kAllKnown);
  ASSIGN_OR_RETURN(const std::vector<v1::Decision> decisions,
                   ListDecisions(tx, subject.subject, facts.name, 0, static_cast<int>(kMaxActs)));
  for (const v1::Decision& decision : decisions) {
    if (LineOf(decision) != line || decision.kind() > v1::DECISION_KIND_REFUSE) continue;
    for (const Standing& standing : status.decisions) {
      if (standing.decision == decision.name() && standing.standing != RegisterStatus::kVoid) {
        return true;
      }
    }
  }
  return false;
}

absl::Status CheckCase(sql::Tx& tx, const CaseFacts& facts, const v1::Decision& decision,
                       absl::CivilDay today) {
  ASSIGN_OR_RETURN(const bool decided,
                   IsDecided(tx, *facts.Find(decision.subject()), facts, today));
  return CheckCaseState(facts, decision, decided);
}

absl::Status EndCase(sql::Tx& tx, CaseBook& cases, const CaseFacts& facts, const RecordingBy& by,
                     const v1::Decision& decision) {
  if (!facts.before_council) return absl::OkStatus();
  for (const CaseSubject& subject : facts.subjects) {
    ASSIGN_OR_RETURN(const bool decided, IsDecided(tx, subject, facts, by.today));
    if (!decided) return absl::OkStatus();
  }
  const auto on = ParseDay(decision.decided_on());
  return cases.Decided(tx, facts.name, on.value_or(by.today), {by.by.person, by.now});
}

}  // namespace

absl::StatusOr<std::optional<CaseFacts>> FactsOf(sql::Tx& tx, CaseBook& cases,
                                                 const v1::Decision& decision) {
  v1::Decision one = decision;
  for (size_t i = 0; i < kMaxActs; ++i) {  // an act upon an act upon a grant …
    if (!one.case_name().empty()) {
      ASSIGN_OR_RETURN(CaseFacts facts, cases.Facts(tx, one.case_name()));
      return facts;
    }
    if (one.acts_on().empty()) break;
    ASSIGN_OR_RETURN(one, LoadDecision(tx, one.acts_on()));
  }
  return std::nullopt;
}

absl::StatusOr<v1::Decision> RecordDecision(sql::Tx& tx, CaseBook& cases, const RecordingBy& by,
                                            v1::Decision sent) {
  RecordedDecision recorded{.decision = AsSent(std::move(sent))};
  v1::Decision& decision = recorded.decision;
  if (decision.historical() && !by.by.administrator) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                     "historical decisions are recorded by the administrator");
  }
  Faults problems;
  CheckFields(decision, by.today, by.units, kField, problems);
  const size_t own_faults = problems.fields().size();
  recorded.act = ActOf(decision, kField, problems);
  recorded.line = LineOf(decision);
  CheckPapers(decision, recorded.act, problems);
  std::optional<CaseFacts> facts;
  if (own_faults == 0) {  // else what it names may be no names
    RETURN_IF_ERROR(CheckTargetExists(tx, decision));
    ASSIGN_OR_RETURN(facts, FactsOf(tx, cases, decision));
    if (facts.has_value() && !decision.case_name().empty()) {
      CheckAgainstCase(*facts, recorded.act, decision, problems);
    }
  }
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kInvalidField,
                                    "the decision cannot be recorded"));
  RETURN_IF_ERROR(CheckNew(tx, decision.name()));
  ASSIGN_OR_RETURN(const std::vector<Act> acts, LoadActs(tx, recorded.line));
  RETURN_IF_ERROR(CheckLine(acts, recorded.act, decision.historical()));
  const bool ends_case = facts.has_value() && IsMain(recorded.act.kind);
  if (ends_case) {
    RETURN_IF_ERROR(CheckCase(tx, *facts, decision, by.today));
    SetObligations(facts->rules, recorded.act, decision);
  }
  if (facts.has_value()) RETURN_IF_ERROR(CheckPeople(*facts, by.by, decision));
  if (!decision.historical()) {
    RETURN_IF_ERROR(CheckCarried(decision.vote(), facts.has_value() ? facts->rules.quorum() : 0));
  }
  decision.set_recorded_by(by.by.token);
  RETURN_IF_ERROR(PutSubject(tx, SubjectOf(by.units, decision.subject())));
  std::vector<RecordedDecision> all = {std::move(recorded)};
  RETURN_IF_ERROR(AppendDecisions(tx, {by.now, by.today, by.certificates}, all));
  if (ends_case) RETURN_IF_ERROR(EndCase(tx, cases, *facts, by, all[0].decision));
  return std::move(all[0].decision);
}

}  // namespace tarazy::accreditation
