#include "services/accreditation/app/register_acts.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

static_assert(static_cast<int>(RegisterStatus::kNone) == v1::REGISTER_STATUS_NONE);
static_assert(static_cast<int>(RegisterStatus::kUnderAppeal) == v1::REGISTER_STATUS_UNDER_APPEAL);
static_assert(static_cast<int>(RegisterStatus::kInForce) == v1::REGISTER_STATUS_IN_FORCE);
static_assert(static_cast<int>(RegisterStatus::kInForce) == v1::RegisterStatus_MAX);

ActKind KindOf(v1::DecisionKind kind) {
  switch (kind) {
    case v1::DECISION_KIND_GRANT_CONDITIONALLY:
      return ActKind::kGrantConditionally;
    case v1::DECISION_KIND_REFUSE:
      return ActKind::kRefuse;
    case v1::DECISION_KIND_DEFER:
      return ActKind::kDefer;
    case v1::DECISION_KIND_SUSPEND:
      return ActKind::kSuspend;
    case v1::DECISION_KIND_REINSTATE:
      return ActKind::kReinstate;
    case v1::DECISION_KIND_WITHDRAW:
      return ActKind::kWithdraw;
    case v1::DECISION_KIND_VOID:
      return ActKind::kVoid;
    case v1::DECISION_KIND_EXTEND:
      return ActKind::kExtend;
    default:
      return ActKind::kGrant;
  }
}

ActKind KindOf(v1::AppealOutcome outcome) {
  switch (outcome) {
    case v1::APPEAL_OUTCOME_UPHELD:
      return ActKind::kUpholdAppeal;
    case v1::APPEAL_OUTCOME_DISMISSED:
      return ActKind::kDismissAppeal;
    case v1::APPEAL_OUTCOME_WITHDRAWN:
      return ActKind::kWithdrawAppeal;
    default:
      return ActKind::kFileAppeal;
  }
}

// A term sets the end, and an end beside a term must be the same day.
void SetEnd(v1::Decision& decision, const Act& act, absl::string_view path, Faults& problems) {
  if (decision.years() == 0) return;
  if (!IsGrant(act.kind)) {
    return problems.Add(absl::StrCat(path, "years"), "only grants have a term");
  }
  const std::string end = FormatDay(Anniversary(act.valid_from, decision.years()));
  if (!decision.valid_to().empty() && decision.valid_to() != end) {
    problems.Add(absl::StrCat(path, "valid_to"),
                 absl::StrCat("a term of ", decision.years(), " years ends on ", end));
  }
  decision.set_valid_to(end);
}

}  // namespace

v1::Decision AsSent(v1::Decision decision) {
  decision.clear_obligations();
  decision.clear_deviates_from();
  decision.clear_sequence();
  decision.clear_record_time();
  decision.clear_recorded_by();
  decision.clear_certificate();
  return decision;
}

v1::Appeal AsSent(v1::Appeal appeal) {
  appeal.clear_outcome();
  appeal.clear_decided_on();
  appeal.clear_reason();
  appeal.clear_vote();
  appeal.clear_filed_sequence();
  appeal.clear_decided_sequence();
  appeal.clear_record_time();
  return appeal;
}

LineKey LineOf(const v1::Decision& decision) {
  return {decision.subject(), decision.agency(), decision.scope()};
}

Act ActOf(v1::Decision& decision, absl::string_view path, Faults& problems) {
  Act act{.kind = KindOf(decision.kind()), .id = decision.name(), .acts_on = decision.acts_on()};
  const std::optional<absl::CivilDay> decided = ParseDay(decision.decided_on());
  if (!decided.has_value()) return act;  // named by the field's rule
  if (decision.valid_from().empty()) decision.set_valid_from(decision.decided_on());
  act.decided_on = *decided;
  act.valid_from = ParseDay(decision.valid_from()).value_or(*decided);
  SetEnd(decision, act, path, problems);
  if (!decision.valid_to().empty()) act.valid_to = ParseDay(decision.valid_to());
  return act;
}

Act FilingOf(const v1::Appeal& appeal) {
  const absl::CivilDay day = ParseDay(appeal.filed_on()).value_or(absl::CivilDay());
  return {.kind = ActKind::kFileAppeal,
          .id = appeal.name(),
          .sequence = appeal.filed_sequence(),
          .decided_on = day,
          .valid_from = day,
          .acts_on = appeal.decision()};
}

Act EndOf(const v1::Appeal& appeal) {
  const absl::CivilDay day = ParseDay(appeal.decided_on()).value_or(absl::CivilDay());
  return {.kind = KindOf(appeal.outcome()),
          .id = appeal.name(),
          .sequence = appeal.decided_sequence(),
          .decided_on = day,
          .valid_from = day,
          .acts_on = appeal.decision()};
}

std::string TermText(v1::DecisionKind kind, int years) {
  const absl::string_view name = ActName(KindOf(kind));
  return years > 0 ? absl::StrCat("a ", name, " for ", years, years == 1 ? " year" : " years")
                   : absl::StrCat("a ", name);
}

v1::RegisterStatus ToProto(RegisterStatus status) {
  return static_cast<v1::RegisterStatus>(status);
}

v1::StatusView ToView(const LineKey& line, absl::CivilDay on, const LineStatus& status) {
  v1::StatusView view;
  view.set_subject(line.subject);
  view.set_agency(line.agency);
  view.set_scope(static_cast<v1::ProcedureType>(line.scope));
  view.set_on(FormatDay(on));
  view.set_status(ToProto(status.status));
  view.set_meanwhile(ToProto(status.meanwhile));
  view.set_accredited(status.accredited);
  view.set_decision(status.decision);
  if (status.since.has_value()) view.set_since(FormatDay(*status.since));
  if (status.until.has_value()) view.set_until(FormatDay(*status.until));
  view.set_because(status.because);
  for (const Standing& standing : status.decisions) {
    v1::DecisionStanding& proto = *view.add_decisions();
    proto.set_decision(standing.decision);
    proto.set_standing(ToProto(standing.standing));
    proto.set_by(standing.by);
  }
  return view;
}

}  // namespace tarazy::accreditation
