#include "services/accreditation/domain/procedure/guards.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/commission.h"
#include "services/accreditation/domain/procedure/follow_up.h"
#include "services/accreditation/domain/procedure/guard_parts.h"
#include "services/accreditation/domain/procedure/visit.h"
#include "services/accreditation/domain/procedure/workflow.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

void AddHard(const std::vector<Flaw>& flaws, Faults& missing) {
  for (const Flaw& flaw : flaws) {
    if (flaw.hard) missing.Add(flaw.field, flaw.message);
  }
}

void NeedContract(const Guarded& guarded, Faults& missing) {
  if (!guarded.record.has_contract()) {
    missing.Add("contract", "the contract's number and day");
  }
}

// Programmes are accredited by name; institutions, systems and audits may have none.
void NeedProgrammes(const Guarded& guarded, Faults& missing) {
  const v1::ProcedureType type = guarded.record.type();
  const bool of_programmes =
      type == v1::PROCEDURE_TYPE_PROGRAMME || type == v1::PROCEDURE_TYPE_PRIMARY;
  if (of_programmes && guarded.record.clusters().empty()) {
    missing.Add("clusters", "the programmes that are to be reviewed");
  } else if (!guarded.record.clusters().empty() && ReportedProgrammesOf(guarded.record).empty()) {
    missing.Add("clusters", "none is reported by this case");
  }
}

void NeedOwners(const Guarded& guarded, Faults& missing) {
  std::set<absl::string_view> owned;
  for (const v1::StandardOwner& owner : guarded.record.owners()) owned.insert(owner.standard());
  for (const v1::Standard& standard : guarded.framework.standards()) {
    if (owned.count(standard.code()) > 0) continue;
    missing.Add("owners", absl::StrCat("nobody at the institution answers for the standard ",
                                       standard.code()));
  }
}

const v1::SelfAssessment* LatestSelfAssessment(const v1::Case& record) {
  return record.self_assessments().empty()
             ? nullptr
             : &record.self_assessments(record.self_assessments_size() - 1);
}

void NeedSelfAssessment(const Guarded& guarded, Faults& missing) {
  const v1::SelfAssessment* latest = LatestSelfAssessment(guarded.record);
  if (latest == nullptr) {
    missing.Add("self_assessments", "a version of the self-assessment");
  } else if (latest->document().empty()) {
    missing.Add(
        absl::StrCat("self_assessments[", guarded.record.self_assessments_size() - 1, "].document"),
        "the document of the self-assessment");
  }
}

// A version that was sent back is answered by another, not by itself.
void NeedNewVersion(const Guarded& guarded, Faults& missing) {
  NeedSelfAssessment(guarded, missing);
  const v1::SelfAssessment* latest = LatestSelfAssessment(guarded.record);
  if (latest != nullptr && !latest->remarks().empty()) {
    missing.Add("self_assessments",
                absl::StrCat("version ", latest->version(),
                             " was sent back with remarks; another version has to come in"));
  }
}

// The remarks come with the return itself.
void NeedReturnable(const Guarded& guarded, Faults& missing) {
  const v1::SelfAssessment* latest = LatestSelfAssessment(guarded.record);
  if (latest == nullptr) {
    missing.Add("self_assessments", "there is no version that could be sent back");
  } else if (!latest->remarks().empty()) {
    missing.Add("self_assessments",
                absl::StrCat("version ", latest->version(), " was sent back already"));
  }
}

void NeedOrder(const Guarded& guarded, Faults& missing) {
  if (!guarded.record.has_order()) missing.Add("order", "the order's number and day");
}

void NeedCommission(const Guarded& guarded, Faults& missing) {
  if (guarded.record.commission().empty()) missing.Add("commission", "has no members");
  AddHard(CommissionFlaws(guarded.record, guarded.framework, guarded.today), missing);
}

void NeedVisit(const Guarded& guarded, Faults& missing) {
  const v1::Visit& visit = guarded.record.visit();
  if (!guarded.record.has_visit()) return missing.Add("visit", "the visit's days and programme");
  if (visit.agreed_on().empty()) {
    missing.Add("visit.agreed_on", "the institution has not agreed to the programme");
  }
  if (visit.approved_on().empty()) {
    missing.Add("visit.approved_on", "the agency has not approved the programme");
  }
  if (visit.sessions().empty()) missing.Add("visit.sessions", "the programme has no sessions");
  AddHard(VisitFlaws(guarded.record, guarded.framework), missing);
}

// The visit may be planned for a later day than the commission was formed for.
void NeedTrainedCommission(const Guarded& guarded, Faults& missing) {
  for (const Flaw& flaw : CommissionFlaws(guarded.record, guarded.framework, guarded.today)) {
    if (flaw.rule == "training_expired") missing.Add(flaw.field, flaw.message);
  }
}

void NeedSelfAssessmentInTime(const Guarded& guarded, Faults& missing) {
  const int days = guarded.framework.procedure().self_assessment_days();
  const auto from = ParseDay(guarded.record.visit().from());
  const v1::SelfAssessment* latest = LatestSelfAssessment(guarded.record);
  if (days == 0 || latest == nullptr || !from.has_value()) return;
  const absl::CivilDay last = *from - days;
  if (ParseDay(latest->submitted_on()).value_or(last) <= last) return;
  missing.Add("visit.from", absl::StrCat("the self-assessment came in on ", latest->submitted_on(),
                                         ", less than ", days, " days before the visit"));
}

void NeedVisitPassed(const Guarded& guarded, Faults& missing) {
  const auto to = ParseDay(guarded.record.visit().to());
  if (to.has_value() && guarded.today > *to) return;
  missing.Add("visit.to", to.has_value() ? absl::StrCat("the visit's last day, ", FormatDay(*to),
                                                        ", has not passed")
                                         : "no visit is planned");
}

void NeedProposals(const Guarded& guarded, Faults& missing) {
  std::set<std::string> proposed;
  for (const v1::Proposal& proposal : guarded.record.proposals()) {
    for (const std::string& code : AppliesTo(guarded.record, proposal.programmes())) {
      proposed.insert(code);
    }
  }
  for (const std::string& code : AppliesTo(guarded.record, {})) {
    if (proposed.count(code) > 0) continue;
    missing.Add("proposals",
                absl::StrCat("nothing is proposed for ", code.empty() ? "the institution" : code));
  }
}

// Where no council decides, a paper says what was decided.
void NeedDecisionDocument(const Guarded& guarded, Faults& missing) {
  const auto& documents = guarded.record.documents();
  const bool there =
      std::any_of(documents.begin(), documents.end(),
                  [](const v1::Document& document) { return document.id() == "decision"; });
  if (!there) missing.Add("documents", "the document \"decision\", on which the decision stands");
}

// A certificate is watched every year.
void NeedSurveillance(const Guarded& guarded, Faults& missing) {
  const auto& obligations = guarded.framework.procedure().obligations();
  const bool yearly = std::any_of(
      obligations.begin(), obligations.end(),
      [](const v1::ObligationRule& rule) { return rule.repeats() && rule.after_months() <= 12; });
  if (!yearly) {
    missing.Add("framework",
                "its rules oblige to no yearly surveillance, without which nothing "
                "is certified");
  }
}

void NeedVerified(const Guarded& guarded, Faults& missing) {
  for (const v1::FollowUp& follow_up : FollowUps(guarded.record, guarded.today)) {
    if (follow_up.state() == v1::FOLLOW_UP_STATE_VERIFIED ||
        follow_up.state() == v1::FOLLOW_UP_STATE_WAITING) {
      continue;
    }
    const auto& findings = guarded.record.findings();
    const auto finding =
        std::find_if(findings.begin(), findings.end(),
                     [&](const v1::Finding& given) { return given.id() == follow_up.finding(); });
    // What recurs for as long as the accreditation lasts is never over before its next day.
    const v1::Deadline& deadline = finding->deadline();
    if (deadline.has_recurring() && deadline.recurring().until().empty() &&
        follow_up.days_left() > 0) {
      continue;
    }
    missing.Add("follow_up",
                absl::StrCat(follow_up.finding(), follow_up.programme().empty() ? "" : " for ",
                             follow_up.programme(), follow_up.due().empty() ? "" : ", due on ",
                             follow_up.due(), ", is not verified"));
  }
}

// The procedures that a guard is for.
enum class Of { kAll, kSelfAssessed, kCertifications, kWithoutCouncil };

bool Concerns(Of of, v1::ProcedureType type) {
  switch (of) {
    case Of::kAll:
      return true;
    case Of::kSelfAssessed:
      return HasState(type, v1::CASE_STATE_SUBMITTED);
    case Of::kCertifications:
      return type == v1::PROCEDURE_TYPE_CERTIFICATION;
    case Of::kWithoutCouncil:
      return !HasState(type, v1::CASE_STATE_BEFORE_COUNCIL);
  }
  return false;
}

struct Guard {
  v1::CaseState state;
  void (*need)(const Guarded& guarded, Faults& missing);
  Of of = Of::kAll;
};

constexpr Guard kGuards[] = {
    {v1::CASE_STATE_CONTRACTED, NeedContract},
    {v1::CASE_STATE_CONTRACTED, NeedProgrammes},
    {v1::CASE_STATE_SUBMITTED, NeedOwners},
    {v1::CASE_STATE_SUBMITTED, NeedNewVersion},
    {v1::CASE_STATE_RETURNED, NeedReturnable},
    {v1::CASE_STATE_ADMITTED, NeedNewVersion, Of::kSelfAssessed},
    {v1::CASE_STATE_COMMISSION_FORMED, NeedOrder},
    {v1::CASE_STATE_COMMISSION_FORMED, NeedCommission},
    {v1::CASE_STATE_VISIT_PLANNED, NeedVisit},
    {v1::CASE_STATE_VISIT_PLANNED, NeedTrainedCommission},
    {v1::CASE_STATE_VISIT_PLANNED, NeedSelfAssessmentInTime},
    {v1::CASE_STATE_VISITED, NeedVisitPassed},
    {v1::CASE_STATE_FINALISED, NeedMarks},
    {v1::CASE_STATE_FINALISED, NeedBackedMarks},
    {v1::CASE_STATE_FINALISED, NeedDeadlines},
    {v1::CASE_STATE_BEFORE_COUNCIL, NeedProposals},
    {v1::CASE_STATE_DECIDED, NeedProposals, Of::kWithoutCouncil},
    {v1::CASE_STATE_DECIDED, NeedDecisionDocument, Of::kWithoutCouncil},
    {v1::CASE_STATE_DECIDED, NeedSurveillance, Of::kCertifications},
    {v1::CASE_STATE_CLOSED, NeedVerified},
};

}  // namespace

Faults MissingFor(const v1::Case& record, const v1::Framework& framework, v1::CaseState state,
                  absl::CivilDay today) {
  const Guarded guarded{record, framework, today};
  Faults missing;
  if (!record.history().empty()) {
    const v1::StateChange& last = record.history(record.history_size() - 1);
    if (FormatDay(today) < last.on()) {
      missing.Add("history", absl::StrCat("the state before holds from ", last.on(), " on"));
    }
  }
  for (const Guard& guard : kGuards) {
    if (guard.state == state && Concerns(guard.of, record.type())) guard.need(guarded, missing);
  }
  return missing;
}

}  // namespace tarazy::accreditation
