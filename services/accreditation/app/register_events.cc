#include "services/accreditation/app/register_events.h"

#include <string>
#include <utility>

#include "common/base/civil_day.h"
#include "common/base/status_macros.h"
#include "common/outbox/outbox.h"
#include "services/accreditation/app/register_acts.h"
#include "tarazy/accreditation/v1/event.pb.h"

namespace tarazy::accreditation {
namespace {

constexpr char kExpiryTopic[] = "accreditation-expiry";

common::v1::Deadline DeadlineOf(const Expiry& expiry) {
  common::v1::Deadline deadline;
  deadline.set_name(expiry.decision);
  deadline.set_topic(kExpiryTopic);
  return deadline;
}

std::vector<common::v1::Deadline> DeadlinesOf(const ExpiryChange& change) {
  std::vector<common::v1::Deadline> deadlines;
  if (change.before == change.after) return deadlines;
  const bool same_grant = change.before.has_value() && change.after.has_value() &&
                          change.before->decision == change.after->decision;
  if (change.before.has_value() && !same_grant) {
    deadlines.push_back(DeadlineOf(*change.before));
    deadlines.back().set_ended(true);
  }
  if (change.after.has_value()) {
    deadlines.push_back(DeadlineOf(*change.after));
    deadlines.back().set_date(FormatDay(change.after->last_day));
  }
  return deadlines;
}

// Whom a line is about, and whose affair that is.
struct About {
  v1::RegisteredSubject subject;
  std::string institution;
};

absl::StatusOr<About> AboutOf(sql::Tx& tx, const LineKey& line) {
  ASSIGN_OR_RETURN(const RegisteredSubject stored, LoadSubject(tx, line.subject));
  About about{.institution = stored.institution};
  about.subject.set_subject(line.subject);
  about.subject.set_title(stored.title);
  about.subject.set_code(stored.code);
  about.subject.set_agency(line.agency);
  about.subject.set_scope(static_cast<v1::ProcedureType>(line.scope));
  return about;
}

absl::Status Publish(sql::Tx& tx, const About& about, const google::protobuf::Message& payload,
                     std::vector<common::v1::Deadline> deadlines, absl::Time now) {
  return outbox::Publish(tx, about.subject.subject(), payload,
                         {.institution = about.institution, .deadlines = std::move(deadlines)},
                         now);
}

bool TakesBack(const v1::Decision& decision) {
  return decision.kind() == v1::DECISION_KIND_WITHDRAW || decision.kind() == v1::DECISION_KIND_VOID;
}

v1::DecisionRevoked RevokedBy(const About& about, const v1::Decision& decision) {
  v1::DecisionRevoked payload;
  *payload.mutable_subject() = about.subject;
  payload.set_decision(decision.acts_on());
  payload.set_by(decision.name());
  payload.set_kind(decision.kind());
  payload.set_decided_on(decision.decided_on());
  payload.set_valid_from(decision.valid_from());
  payload.set_reason(decision.reason());
  payload.set_historical(decision.historical());
  return payload;
}

v1::DecisionRecorded Recorded(const About& about, const v1::Decision& decision) {
  v1::DecisionRecorded payload;
  *payload.mutable_subject() = about.subject;
  payload.set_decision(decision.name());
  payload.set_kind(decision.kind());
  payload.set_decided_on(decision.decided_on());
  payload.set_valid_from(decision.valid_from());
  payload.set_valid_to(decision.valid_to());
  payload.set_years(decision.years());
  payload.set_wording(decision.wording());
  payload.set_reason(decision.reason());
  payload.set_case_name(decision.case_name());
  payload.set_acts_on(decision.acts_on());
  payload.set_certificate(decision.certificate());
  payload.set_historical(decision.historical());
  return payload;
}

}  // namespace

absl::Status TellDecisions(sql::Tx& tx, const std::vector<RecordedDecision>& decisions,
                           const std::map<LineKey, ExpiryChange>& expiries, absl::Time now) {
  std::map<LineKey, const RecordedDecision*> last;
  for (const RecordedDecision& recorded : decisions) last[recorded.line] = &recorded;
  for (const RecordedDecision& recorded : decisions) {
    std::vector<common::v1::Deadline> deadlines;
    if (last[recorded.line] == &recorded) deadlines = DeadlinesOf(expiries.at(recorded.line));
    if (recorded.decision.historical() && deadlines.empty()) continue;
    ASSIGN_OR_RETURN(const About about, AboutOf(tx, recorded.line));
    RETURN_IF_ERROR(
        TakesBack(recorded.decision)
            ? Publish(tx, about, RevokedBy(about, recorded.decision), std::move(deadlines), now)
            : Publish(tx, about, Recorded(about, recorded.decision), std::move(deadlines), now));
  }
  return absl::OkStatus();
}

absl::Status TellAppeal(sql::Tx& tx, const RecordedAppeal& recorded, const ExpiryChange& expiry,
                        absl::Time now) {
  ASSIGN_OR_RETURN(const About about, AboutOf(tx, recorded.line));
  const v1::Appeal& appeal = recorded.appeal;
  if (appeal.outcome() == v1::APPEAL_OUTCOME_UNSPECIFIED) {
    v1::AppealFiled payload;
    *payload.mutable_subject() = about.subject;
    payload.set_appeal(appeal.name());
    payload.set_decision(appeal.decision());
    payload.set_filed_on(appeal.filed_on());
    payload.set_grounds(appeal.grounds());
    return Publish(tx, about, payload, DeadlinesOf(expiry), now);
  }
  v1::AppealDecided payload;
  *payload.mutable_subject() = about.subject;
  payload.set_appeal(appeal.name());
  payload.set_decision(appeal.decision());
  payload.set_outcome(appeal.outcome());
  payload.set_decided_on(appeal.decided_on());
  payload.set_reason(appeal.reason());
  return Publish(tx, about, payload, DeadlinesOf(expiry), now);
}

absl::Status TellRevocation(sql::Tx& tx, const v1::Decision& decision,
                            const v1::Revocation& revocation, absl::Time now) {
  ASSIGN_OR_RETURN(const About about, AboutOf(tx, LineOf(decision)));
  v1::CertificateRevoked payload;
  *payload.mutable_subject() = about.subject;
  payload.set_certificate(revocation.certificate());
  payload.set_decision(decision.name());
  payload.set_from(revocation.from());
  payload.set_reason(revocation.reason());
  return Publish(tx, about, payload, {}, now);
}

}  // namespace tarazy::accreditation
