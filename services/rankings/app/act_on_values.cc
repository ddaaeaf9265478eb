#include "services/rankings/app/act_on_values.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/evidence.h"
#include "services/rankings/app/ranking_events.h"
#include "services/rankings/app/statement.h"
#include "services/rankings/file/methodology_file.h"
#include "services/rankings/store/methodology_store.h"
#include "services/rankings/store/workflow_store.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxText = 1000;  // bytes of a source or of evidence, as in an import

// One act on one unit, as it is put together.
class UnitAct {
 public:
  UnitAct(sql::Tx& tx, Act kind, const CellsOfUnit& cells, const Person& by, absl::Time now)
      : tx_(tx), cells_(cells), by_(by) {
    act_ = {.ranking = cells.ranking,
            .kind = kind,
            .origin = cells.origin.empty() ? std::string(kInstitutionOrigin) : cells.origin,
            .entered_by = by.name,
            .created = now};
  }

  // Finds the statements that the act is about and checks that it may be done.
  absl::Status Load(Settlement settlement = Settlement::kAccept) {
    RETURN_IF_ERROR(LoadRanking(tx_, cells_.ranking).status());
    ASSIGN_OR_RETURN(unit_, LoadRankedUnit(tx_, cells_.ranking, cells_.unit));
    RETURN_IF_ERROR(CheckEtag());
    ASSIGN_OR_RETURN(std::vector<ValueVersion> newest,
                     NewestStatements(tx_, cells_.ranking, cells_.unit, act_.origin));
    RETURN_IF_ERROR(Select(std::move(newest), settlement));
    return CheckPersons();
  }

  const RankedUnit& unit() const { return unit_; }
  std::vector<ValueVersion>& statements() { return statements_; }
  void set_reason(const std::string& reason) { act_.reason = reason; }

  absl::StatusOr<ActResult> Store() {
    RETURN_IF_ERROR(BeginAct(tx_, act_));
    for (ValueVersion& statement : statements_) {
      statement.revision = act_.revision;
      statement.act = act_;
    }
    RETURN_IF_ERROR(AppendValues(tx_, cells_.ranking, statements_));
    RETURN_IF_ERROR(AdmitUnit());
    return ActResult{act_.revision, static_cast<int>(statements_.size())};
  }

 private:
  absl::Status CheckEtag() {
    if (cells_.etag.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const int64_t newest, NewestRevision(tx_, cells_.ranking, cells_.unit));
    if (cells_.etag == ValuesEtag(newest)) return absl::OkStatus();
    return StaleEtag(absl::StrCat("the values of ", cells_.unit), ValuesEtag(newest));
  }

  // Those named, or all that the act can take; with the state that it leads to.
  absl::Status Select(std::vector<ValueVersion> newest, Settlement settlement) {
    std::vector<FieldViolation> faults;
    for (const std::string& variable : cells_.variables) {
      const auto found = std::find_if(newest.begin(), newest.end(), [&](const ValueVersion& v) {
        return v.variable == variable;
      });
      if (found == newest.end()) {
        faults.push_back({absl::StrCat("variables: ", Shorten(variable, 63)),
                          absl::StrCat(act_.origin, " states no value of it")});
      } else if (!StateAfter(act_.kind, found->state, settlement).has_value()) {
        faults.push_back({absl::StrCat("variables: ", variable),
                          absl::StrCat("is ", ValueStateName(found->state))});
      }
    }
    if (!faults.empty()) return WrongState(std::move(faults));
    for (ValueVersion& version : newest) {
      const bool named = std::find(cells_.variables.begin(), cells_.variables.end(),
                                   version.variable) != cells_.variables.end();
      const auto after = StateAfter(act_.kind, version.state, settlement);
      if (!after.has_value() || !(named || cells_.variables.empty())) continue;
      before_.push_back(version.act.entered_by);
      version.state = *after;
      statements_.push_back(std::move(version));
    }
    if (statements_.empty()) return WrongState({});
    return absl::OkStatus();
  }

  absl::Status WrongState(std::vector<FieldViolation> faults) const {
    std::string message = absl::StrCat("cannot ", ActName(act_.kind), " values of ", cells_.unit);
    if (faults.empty()) {
      absl::StrAppend(&message, ": ", act_.origin, " states none that wait for it");
    } else {
      absl::StrAppend(&message, ": ", faults.front().field, " ", faults.front().description);
    }
    return MakeError(absl::StatusCode::kFailedPrecondition, Reason::kValueState, message,
                     {.fields = std::move(faults)});
  }

  absl::Status CheckPersons() {
    if (act_.kind != Act::kVerify && act_.kind != Act::kDispute && act_.kind != Act::kSettle) {
      return absl::OkStatus();
    }
    for (size_t i = 0; i < statements_.size(); ++i) {
      if (act_.kind == Act::kVerify) {
        ASSIGN_OR_RETURN(const std::string author, StatedBy(tx_, cells_.ranking, cells_.unit,
                                                            statements_[i].variable, act_.origin));
        RETURN_IF_ERROR(ToStatus(RefuseJudgement(act_.kind, by_.actor(), unit_.institution, author),
                                 statements_[i].variable));
      }
      std::string before = before_[i];
      if (act_.kind == Act::kSettle) {
        ASSIGN_OR_RETURN(before, DisputedBy(tx_, cells_.ranking, cells_.unit,
                                            statements_[i].variable, act_.origin));
      }
      RETURN_IF_ERROR(ToStatus(RefuseJudgement(act_.kind, by_.actor(), unit_.institution, before),
                               statements_[i].variable));
    }
    return absl::OkStatus();
  }

  absl::Status ToStatus(Refusal refusal, const std::string& variable) const {
    switch (refusal) {
      case Refusal::kNone:
        return absl::OkStatus();
      case Refusal::kConflictOfInterest:
        return MakeError(absl::StatusCode::kPermissionDenied, Reason::kConflictOfInterest,
                         absl::StrCat("your token belongs to institutions/", unit_.institution,
                                      "; somebody else judges its data"));
      case Refusal::kSecondPerson:
        break;
    }
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kSecondPersonNeeded,
                     act_.kind == Act::kSettle
                         ? absl::StrCat("you disputed ", variable, "; another reviewer settles it")
                         : absl::StrCat("you entered ", variable, "; somebody else verifies it"));
  }

  // A unit takes part in editions once some of its values are verified.
  absl::Status AdmitUnit() {
    const bool verified =
        std::any_of(statements_.begin(), statements_.end(),
                    [](const ValueVersion& v) { return v.state == ValueState::kVerified; });
    if (!verified) return absl::OkStatus();
    ASSIGN_OR_RETURN(const bool known, IsVerifiedUnit(tx_, cells_.ranking, cells_.unit));
    if (known) return absl::OkStatus();
    return AppendUnits(tx_, cells_.ranking, act_.revision, ValueState::kVerified, {unit_});
  }

  sql::Tx& tx_;
  const CellsOfUnit& cells_;
  const Person& by_;
  ValueAct act_;
  RankedUnit unit_;
  std::vector<ValueVersion> statements_;
  std::vector<std::string> before_;  // who brought each of them
};

absl::StatusOr<Variable> FindVariable(sql::Tx& tx, const CellsOfUnit& cells) {
  ASSIGN_OR_RETURN(const Ranking ranking, LoadRanking(tx, cells.ranking));
  ASSIGN_OR_RETURN(const MethodologyVersion version,
                   LoadMethodology(tx, ranking.methodology, ranking.methodology_version));
  const ParsedMethodology parsed = Parse(version.source);
  if (!parsed.methodology.has_value()) return Internal("a stored methodology cannot be read");
  for (const Variable& variable : parsed.methodology->variables) {
    if (variable.name == cells.variables.front()) return variable;
  }
  return InvalidField("variable", absl::StrCat("is no variable of ", ranking.methodology));
}

absl::Status CheckCorrection(sql::Tx& tx, const CellsOfUnit& cells, const Correction& correction,
                             const Person& by) {
  RETURN_IF_ERROR(CheckText("source", correction.source, kMaxText));
  RETURN_IF_ERROR(CheckText("evidence", correction.evidence, kMaxText));
  RETURN_IF_ERROR(CheckEvidence(tx, {correction.evidence}, by.evidence_of()));
  ASSIGN_OR_RETURN(const Variable variable, FindVariable(tx, cells));
  if (!correction.value.has_value()) return absl::OkStatus();
  const double value = *correction.value;
  if (!(value - value == 0)) return InvalidField("value", "must be a finite number");
  if (variable.min.has_value() && value < *variable.min) {
    return InvalidField("value", absl::StrCat(ShortestDecimal(value), " is below the minimum ",
                                              ShortestDecimal(*variable.min)));
  }
  if (variable.max.has_value() && value > *variable.max) {
    return InvalidField("value", absl::StrCat(ShortestDecimal(value), " is above the maximum ",
                                              ShortestDecimal(*variable.max)));
  }
  return absl::OkStatus();
}

void Apply(const Correction& correction, ValueVersion& statement) {
  if (correction.value.has_value()) {
    statement.value = *correction.value == 0 ? 0.0 : *correction.value;  // no minus zero
    statement.base.reset();
    statement.standard_error.reset();
  }
  if (!correction.source.empty()) statement.source = correction.source;
  if (!correction.evidence.empty()) statement.evidence = correction.evidence;
}

}  // namespace

std::string ValuesEtag(int64_t revision) { return absl::StrCat("r", revision); }

absl::StatusOr<ActResult> SubmitValues(sql::Tx& tx, const std::string& ranking,
                                       const std::string& institution, const Person& by,
                                       absl::Time now) {
  RETURN_IF_ERROR(LoadRanking(tx, ranking).status());
  ASSIGN_OR_RETURN(const std::vector<RankedUnit> units, UnitsOf(tx, ranking, institution));
  std::vector<ValueVersion> drafts;
  for (const RankedUnit& unit : units) {
    ASSIGN_OR_RETURN(const std::vector<ValueVersion> newest,
                     NewestStatements(tx, ranking, unit.id, kInstitutionOrigin));
    for (const ValueVersion& version : newest) {
      const auto after = StateAfter(Act::kSubmit, version.state);
      if (!after.has_value()) continue;
      drafts.push_back(version);
      drafts.back().state = *after;
    }
  }
  if (drafts.empty()) {
    return FailedPrecondition(Reason::kNoData, absl::StrCat("institutions/", institution,
                                                            " has no drafts in "
                                                            "rankings/",
                                                            ranking, "; import some, then submit"));
  }
  ValueAct act{.ranking = ranking,
               .kind = Act::kSubmit,
               .origin = std::string(kInstitutionOrigin),
               .entered_by = by.name,
               .created = now};
  RETURN_IF_ERROR(BeginAct(tx, act));
  for (ValueVersion& draft : drafts) draft.revision = act.revision;
  RETURN_IF_ERROR(AppendValues(tx, ranking, drafts));
  RETURN_IF_ERROR(TellSubmitted(tx, ranking, institution, drafts, now));
  return ActResult{act.revision, static_cast<int>(drafts.size())};
}

absl::StatusOr<ActResult> VerifyValues(sql::Tx& tx, const CellsOfUnit& cells, const Person& by,
                                       absl::Time now) {
  UnitAct act(tx, Act::kVerify, cells, by, now);
  RETURN_IF_ERROR(act.Load());
  return act.Store();
}

absl::StatusOr<ActResult> DisputeValues(sql::Tx& tx, const CellsOfUnit& cells,
                                        const std::string& reason, const Person& by,
                                        absl::Time now) {
  if (cells.variables.empty()) {
    return InvalidField("variables", "name at least one: a dispute is about something");
  }
  RETURN_IF_ERROR(CheckStatement("reason", reason,
                                 "say what is doubted and what would settle it; the institution "
                                 "reads it"));
  UnitAct act(tx, Act::kDispute, cells, by, now);
  RETURN_IF_ERROR(act.Load());
  act.set_reason(reason);
  ASSIGN_OR_RETURN(const ActResult result, act.Store());
  RETURN_IF_ERROR(TellDisputed(tx, cells.ranking, act.unit(), act.statements(), now));
  return result;
}

absl::StatusOr<ValueVersion> AnswerDispute(sql::Tx& tx, const CellsOfUnit& cells,
                                           const std::string& statement,
                                           const Correction& correction, const Person& by,
                                           absl::Time now) {
  RETURN_IF_ERROR(CheckStatement("statement", statement, "say why the value is right, or what is"));
  RETURN_IF_ERROR(CheckCorrection(tx, cells, correction, by));
  UnitAct act(tx, Act::kAnswer, cells, by, now);
  RETURN_IF_ERROR(act.Load());
  act.set_reason(statement);
  Apply(correction, act.statements().front());
  RETURN_IF_ERROR(act.Store().status());
  return act.statements().front();
}

absl::StatusOr<ValueVersion> SettleDispute(sql::Tx& tx, const CellsOfUnit& cells,
                                           Settlement settlement, const std::string& reason,
                                           const Correction& correction, const Person& by,
                                           absl::Time now) {
  RETURN_IF_ERROR(CheckStatement("reason", reason, "say why it ends so; the institution reads it"));
  if (correction.value.has_value() != (settlement == Settlement::kCorrect)) {
    return InvalidField("value", settlement == Settlement::kCorrect
                                     ? "is missing: state the correct value"
                                     : "goes with SETTLEMENT_CORRECT only");
  }
  RETURN_IF_ERROR(CheckCorrection(tx, cells, correction, by));
  UnitAct act(tx, Act::kSettle, cells, by, now);
  RETURN_IF_ERROR(act.Load(settlement));
  act.set_reason(reason);
  Apply(correction, act.statements().front());
  RETURN_IF_ERROR(act.Store().status());
  RETURN_IF_ERROR(
      TellSettled(tx, cells.ranking, act.unit(), act.statements().front(), settlement, now));
  return act.statements().front();
}

}  // namespace tarazy::rankings
