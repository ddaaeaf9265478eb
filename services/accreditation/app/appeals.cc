#include "services/accreditation/app/appeals.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/record/check.h"
#include "services/accreditation/app/append_register.h"
#include "services/accreditation/app/council_vote.h"
#include "services/accreditation/app/decision_faults.h"
#include "services/accreditation/app/register_acts.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

void CheckNotInFuture(const std::string& day, absl::CivilDay today, absl::string_view field,
                      Faults& problems) {
  const auto parsed = ParseDay(day);
  if (parsed.has_value() && *parsed > today) problems.Add(field, "is in the future");
}

absl::Status CheckOwn(sql::Tx& tx, const Viewer& by, const v1::Decision& decision) {
  if (by.institution.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const RegisteredSubject subject, LoadSubject(tx, decision.subject()));
  if (subject.institution == absl::StrCat("institutions/", by.institution)) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                   absl::StrCat("your token represents institutions/", by.institution,
                                "; an institution appeals decisions about itself"));
}

void CheckEnd(const v1::Appeal& ended, bool takes_back, Faults& problems) {
  if (ended.outcome() == v1::APPEAL_OUTCOME_UNSPECIFIED) {
    problems.Add("outcome", "must be UPHELD, DISMISSED or WITHDRAWN");
  }
  if (ended.reason().empty()) problems.Add("reason", "say why; the institution reads it");
  if (takes_back) return;
  if (ended.vote().ballots().empty()) problems.Add("vote", "who decided, and how, is required");
  CheckBallots(ended.vote(), "vote.", problems);
}

absl::Status CheckDeciders(const v1::Decision& decision, const std::optional<CaseFacts>& facts,
                           const v1::Vote& vote) {
  RETURN_IF_ERROR(
      CheckDisjoint(vote, VotersOf(decision.vote()), "voted on the decision that is appealed"));
  if (!facts.has_value()) return absl::OkStatus();
  return CheckDisjoint(vote, {facts->commission.begin(), facts->commission.end()},
                       "sat on the commission");
}

// Whether an appeal in a line of one of the case's subjects is open.
absl::StatusOr<bool> IsAppealed(sql::Tx& tx, const CaseFacts& facts) {
  for (const CaseSubject& subject : facts.subjects) {
    ASSIGN_OR_RETURN(const std::vector<Act> acts,
                     LoadActs(tx, {subject.subject, facts.agency, subject.scope}));
    std::set<std::string> open;
    for (const Act& act : acts) {
      if (act.kind == ActKind::kFileAppeal) open.insert(act.id);
      if (EndsAppeal(act.kind)) open.erase(act.id);
    }
    if (!open.empty()) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<v1::Appeal> FileAppeal(sql::Tx& tx, CaseBook& cases, const RecordingBy& by,
                                      v1::Appeal sent) {
  RecordedAppeal recorded{.appeal = AsSent(std::move(sent))};
  const v1::Appeal& appeal = recorded.appeal;
  Faults problems;
  problems.Add(record::CheckRules(appeal, "appeal"));
  CheckNotInFuture(appeal.filed_on(), by.today, "appeal.filed_on", problems);
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kInvalidField,
                                    "the appeal cannot be filed"));
  const absl::Status known = LoadAppeal(tx, appeal.name()).status();
  if (known.ok()) return AlreadyExists("appeal", appeal.name());
  if (!absl::IsNotFound(known)) return known;
  ASSIGN_OR_RETURN(const v1::Decision decision, LoadDecision(tx, appeal.decision()));
  RETURN_IF_ERROR(CheckOwn(tx, by.by, decision));
  ASSIGN_OR_RETURN(const std::optional<CaseFacts> facts, FactsOf(tx, cases, decision));
  recorded.line = LineOf(decision);
  recorded.act = FilingOf(appeal);
  ASSIGN_OR_RETURN(const std::vector<Act> acts, LoadActs(tx, recorded.line));
  const ActRules rules{.appeal_days = facts.has_value() ? facts->rules.appeal_days() : 0};
  RETURN_IF_ERROR(ToStatus(CheckAct(acts, recorded.act, rules), "the appeal cannot be filed"));
  RETURN_IF_ERROR(AppendAppeal(tx, {by.now, by.today, by.certificates}, recorded));
  if (facts.has_value()) {
    RETURN_IF_ERROR(
        cases.Appealed(tx, facts->name, recorded.act.decided_on, {by.by.person, by.now}));
  }
  return std::move(recorded.appeal);
}

absl::StatusOr<v1::Appeal> DecideAppeal(sql::Tx& tx, CaseBook& cases, const RecordingBy& by,
                                        const AppealEnd& end) {
  ASSIGN_OR_RETURN(const v1::Appeal filed, LoadAppeal(tx, end.name));
  RecordedAppeal recorded{.appeal = filed};
  v1::Appeal& appeal = recorded.appeal;
  appeal.set_outcome(end.outcome);
  appeal.set_decided_on(end.decided_on.empty() ? FormatDay(by.today) : end.decided_on);
  appeal.set_reason(end.reason);
  const bool takes_back = end.outcome == v1::APPEAL_OUTCOME_WITHDRAWN;
  appeal.clear_vote();
  if (!takes_back) *appeal.mutable_vote() = end.vote;
  Faults problems;
  problems.Add(record::CheckRules(appeal, ""));
  CheckEnd(appeal, takes_back, problems);
  CheckNotInFuture(appeal.decided_on(), by.today, "decided_on", problems);
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kInvalidField,
                                    "the appeal cannot be decided so"));
  ASSIGN_OR_RETURN(const v1::Decision decision, LoadDecision(tx, appeal.decision()));
  if (decision.recorded_by() == by.by.token) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kSecondPersonNeeded,
                     "your token recorded the decision; somebody else ends its appeal");
  }
  ASSIGN_OR_RETURN(const std::optional<CaseFacts> facts, FactsOf(tx, cases, decision));
  recorded.line = LineOf(decision);
  recorded.act = EndOf(appeal);
  ASSIGN_OR_RETURN(const std::vector<Act> acts, LoadActs(tx, recorded.line));
  RETURN_IF_ERROR(ToStatus(CheckAct(acts, recorded.act, {}), "the appeal cannot be decided so"));
  if (!takes_back) {
    RETURN_IF_ERROR(CheckDeciders(decision, facts, appeal.vote()));
    RETURN_IF_ERROR(CheckCarried(appeal.vote(), facts.has_value() ? facts->rules.quorum() : 0));
  }
  RETURN_IF_ERROR(AppendAppeal(tx, {by.now, by.today, by.certificates}, recorded));
  if (!facts.has_value()) return std::move(recorded.appeal);
  ASSIGN_OR_RETURN(const bool still_appealed, IsAppealed(tx, *facts));
  if (!still_appealed) {
    RETURN_IF_ERROR(
        cases.AppealEnded(tx, facts->name, recorded.act.decided_on, {by.by.person, by.now}));
  }
  return std::move(recorded.appeal);
}

}  // namespace tarazy::accreditation
