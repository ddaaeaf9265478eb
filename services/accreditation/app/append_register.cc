#include "services/accreditation/app/append_register.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/record/stamp.h"
#include "services/accreditation/app/register_acts.h"
#include "services/accreditation/app/register_events.h"
#include "services/accreditation/domain/register/expiry.h"
#include "services/accreditation/domain/register/status.h"
#include "services/accreditation/store/register_span_store.h"

namespace tarazy::accreditation {
namespace {

// The change that an act is, with what its line was and became; adds the act to the line.
absl::StatusOr<v1::RegisterChange> ChangeOf(OpenLines& lines, const LineKey& line, const Act& act,
                                            absl::CivilDay today) {
  ASSIGN_OR_RETURN(std::vector<Act>* const acts, lines.Of(line));
  v1::RegisterChange change;
  change.set_sequence(act.sequence);
  change.set_subject(line.subject);
  *change.mutable_record_time() = record::Stamp(act.recorded);
  change.set_status_before(ToProto(StatusAlone(*acts, today)));
  acts->push_back(act);
  change.set_status_after(ToProto(StatusAlone(*acts, today)));
  return change;
}

}  // namespace

absl::StatusOr<std::vector<Act>*> OpenLines::Of(const LineKey& line) {
  const auto it = lines_.find(line);
  if (it != lines_.end()) return &it->second;
  ASSIGN_OR_RETURN(std::vector<Act> acts, LoadActs(tx_, line));
  return &lines_.emplace(line, std::move(acts)).first->second;
}

absl::Status AppendDecisions(sql::Tx& tx, const Recording& recording,
                             std::vector<RecordedDecision>& decisions) {
  OpenLines lines(tx);
  std::map<LineKey, std::optional<Expiry>> ended;  // before
  for (const RecordedDecision& recorded : decisions) {
    ASSIGN_OR_RETURN(const std::vector<Act>* const acts, lines.Of(recorded.line));
    ended.try_emplace(recorded.line, ExpiryOf(*acts, recording.today));
  }
  ASSIGN_OR_RETURN(const RegisterHead head,
                   TakeNumbers(tx, static_cast<int64_t>(decisions.size()), recording.now));
  int64_t number = head.sequence - static_cast<int64_t>(decisions.size());
  std::vector<v1::RegisterChange> changes;
  for (RecordedDecision& recorded : decisions) {
    recorded.act.sequence = ++number;
    recorded.act.recorded = head.recorded;
    recorded.decision.set_sequence(number);
    *recorded.decision.mutable_record_time() = record::Stamp(head.recorded);
    if (recording.certificates != nullptr) {
      ASSIGN_OR_RETURN(*recorded.decision.mutable_certificate(),
                       recording.certificates->Decided(tx, recorded.decision));
    }
    ASSIGN_OR_RETURN(changes.emplace_back(),
                     ChangeOf(lines, recorded.line, recorded.act, recording.today));
    *changes.back().mutable_decision() = recorded.decision;
  }
  RETURN_IF_ERROR(InsertDecisions(tx, decisions));
  RETURN_IF_ERROR(AppendChanges(tx, head, changes));
  std::map<LineKey, ExpiryChange> expiries;
  for (const auto& [line, before] : ended) {
    ASSIGN_OR_RETURN(const std::vector<Act>* const acts, lines.Of(line));
    RETURN_IF_ERROR(RewriteSpans(tx, line, Spans(*acts, kAllKnown), head.recorded));
    expiries[line] = {before, ExpiryOf(*acts, recording.today)};
  }
  return TellDecisions(tx, decisions, expiries, recording.now);
}

absl::Status AppendAppeal(sql::Tx& tx, const Recording& recording, RecordedAppeal& recorded) {
  OpenLines lines(tx);
  ASSIGN_OR_RETURN(const std::vector<Act>* const before, lines.Of(recorded.line));
  ExpiryChange expiry{.before = ExpiryOf(*before, recording.today)};
  ASSIGN_OR_RETURN(const RegisterHead head, TakeNumbers(tx, 1, recording.now));
  v1::Appeal& appeal = recorded.appeal;
  const bool open = appeal.outcome() == v1::APPEAL_OUTCOME_UNSPECIFIED;
  open ? appeal.set_filed_sequence(head.sequence) : appeal.set_decided_sequence(head.sequence);
  if (open) *appeal.mutable_record_time() = record::Stamp(head.recorded);
  recorded.act.sequence = head.sequence;
  recorded.act.recorded = head.recorded;
  std::vector<v1::RegisterChange> changes;
  ASSIGN_OR_RETURN(changes.emplace_back(),
                   ChangeOf(lines, recorded.line, recorded.act, recording.today));
  *(open ? changes[0].mutable_appeal_filed() : changes[0].mutable_appeal_decided()) = appeal;
  RETURN_IF_ERROR(open ? InsertAppeal(tx, recorded) : InsertAppealEnd(tx, recorded));
  if (recording.certificates != nullptr) {
    RETURN_IF_ERROR(recording.certificates->Appealed(tx, appeal));
  }
  RETURN_IF_ERROR(AppendChanges(tx, head, changes));
  ASSIGN_OR_RETURN(const std::vector<Act>* const acts, lines.Of(recorded.line));
  RETURN_IF_ERROR(RewriteSpans(tx, recorded.line, Spans(*acts, kAllKnown), head.recorded));
  expiry.after = ExpiryOf(*acts, recording.today);
  return TellAppeal(tx, recorded, expiry, recording.now);
}

absl::Status AppendRevocation(sql::Tx& tx, const Recording& recording, const v1::Decision& decision,
                              const v1::Revocation& revocation) {
  const LineKey line = LineOf(decision);
  ASSIGN_OR_RETURN(const std::vector<Act> acts, LoadActs(tx, line));
  ASSIGN_OR_RETURN(const RegisterHead head, TakeNumbers(tx, 1, recording.now));
  std::vector<v1::RegisterChange> changes(1);
  v1::RegisterChange& change = changes[0];
  change.set_sequence(head.sequence);
  change.set_subject(line.subject);
  *change.mutable_record_time() = record::Stamp(head.recorded);
  const v1::RegisterStatus status = ToProto(StatusAlone(acts, recording.today));
  change.set_status_before(status);
  change.set_status_after(status);
  *change.mutable_certificate_revoked() = revocation;
  RETURN_IF_ERROR(AppendChanges(tx, head, changes));
  return TellRevocation(tx, decision, revocation, recording.now);
}

}  // namespace tarazy::accreditation
