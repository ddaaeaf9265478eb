// A small framework and a case by it that has everything and in which nothing is wrong; tests
// change one thing.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// Standards 6.1 and 6.2 with two criteria each; 6.2.2 only after a previous procedure.
inline v1::Framework SampleFramework() {
  v1::Framework framework;
  const auto mark = [&](const char* id, v1::MarkMeaning meaning) {
    v1::ScaleMark& added = *framework.add_scale();
    added.set_id(id);
    added.set_meaning(meaning);
    if (meaning != v1::MARK_MEANING_NOT_APPLICABLE) added.set_rank(framework.scale_size());
  };
  mark("strong", v1::MARK_MEANING_STRENGTH);
  mark("satisfactory", v1::MARK_MEANING_MET);
  mark("improvement", v1::MARK_MEANING_IMPROVEMENT);
  mark("unsatisfactory", v1::MARK_MEANING_FAILED);
  mark("not-applicable", v1::MARK_MEANING_NOT_APPLICABLE);
  for (const char* code : {"6.1", "6.2"}) {
    v1::Standard& standard = *framework.add_standards();
    standard.set_code(code);
    for (const char* number : {".1", ".2"}) {
      standard.add_criteria()->set_code(absl::StrCat(code, number));
    }
  }
  framework.mutable_standards(1)->mutable_criteria(1)->set_applies_when(
      v1::CONDITION_PREVIOUS_PROCEDURE);
  v1::ProcedureRules& rules = *framework.mutable_procedure();
  for (const int years : {1, 3, 5, 7}) rules.add_terms(years);
  rules.set_self_assessment_days(56);
  const auto compose = [&](v1::CommissionRole role, bool per_cluster) {
    v1::CompositionRule& rule = *rules.add_composition();
    rule.set_role(role);
    rule.set_min(1);
    rule.set_per_cluster(per_cluster);
  };
  compose(v1::COMMISSION_ROLE_CHAIR, false);
  compose(v1::COMMISSION_ROLE_STUDENT, true);
  v1::SessionRule& leadership = *rules.add_sessions();
  leadership.set_audience(v1::AUDIENCE_LEADERSHIP);
  v1::SessionRule& graduates = *rules.add_sessions();
  graduates.set_audience(v1::AUDIENCE_GRADUATES);
  graduates.add_types(v1::PROCEDURE_TYPE_PROGRAMME);
  return framework;
}

inline void AddSession(v1::Case& record, const char* id, const char* on, const char* begin,
                       const char* end, v1::Audience audience, const char* meeting) {
  v1::Session& session = *record.mutable_visit()->add_sessions();
  session.set_id(id);
  session.set_on(on);
  session.set_begin(begin);
  session.set_end(end);
  session.add_audiences(audience);
  session.set_meeting(meeting);
}

inline void AddMember(v1::Case& record, const char* id, v1::CommissionRole role) {
  v1::Member& member = *record.add_commission();
  member.set_id(id);
  member.set_role(role);
  member.set_person(absl::StrCat("person-", id));
  member.set_affiliation("institutions/other");
  member.set_city("Almaty");
  if (role != v1::COMMISSION_ROLE_COORDINATOR) {
    member.set_trained_until("2024-12-31");
    member.add_clusters("1");
    member.add_clusters("2");
  }
  v1::Interest& interest = *record.add_interests();
  interest.set_id(absl::StrCat("tie-", id));
  interest.set_member(id);
  interest.set_kind("none");
}

// Cluster 1 (reported, two programmes), cluster 2 (primary, not reported), visited from 25 to 27
// April 2023, before the council.
inline v1::Case SampleCase() {
  v1::Case record;
  record.set_institution("institutions/ektu");
  record.set_type(v1::PROCEDURE_TYPE_PROGRAMME);
  record.set_state(v1::CASE_STATE_BEFORE_COUNCIL);
  const auto came = [&](v1::CaseState state, const char* on) {
    v1::StateChange& change = *record.add_history();
    change.set_state(state);
    change.set_on(on);
  };
  came(v1::CASE_STATE_APPLIED, "2022-09-01");
  came(v1::CASE_STATE_COMMISSION_FORMED, "2023-02-24");
  came(v1::CASE_STATE_VISIT_PLANNED, "2023-04-11");
  came(v1::CASE_STATE_VISITED, "2023-04-27");
  came(v1::CASE_STATE_BEFORE_COUNCIL, "2023-05-20");
  record.mutable_order()->set_number("39");
  record.mutable_order()->set_on("2023-02-24");
  record.mutable_contract()->set_number("7");
  record.mutable_contract()->set_on("2022-09-20");
  for (const char* id : {"1", "2"}) record.add_clusters()->set_id(id);
  v1::Cluster& first = *record.mutable_clusters(0);
  first.set_reported(true);
  first.add_programmes()->set_code("6B04107");
  first.add_programmes()->set_code("7M04107");
  v1::PartnerProgramme& partner = *first.mutable_programmes(0)->add_partners();
  partner.set_institution("institutions/iitu");
  record.mutable_clusters(1)->set_type(v1::PROCEDURE_TYPE_PRIMARY);
  record.mutable_clusters(1)->add_programmes()->set_code("8D05401");
  AddMember(record, "chair", v1::COMMISSION_ROLE_CHAIR);
  AddMember(record, "student", v1::COMMISSION_ROLE_STUDENT);
  AddMember(record, "coordinator", v1::COMMISSION_ROLE_COORDINATOR);
  for (const char* standard : {"6.1", "6.2"}) {
    v1::StandardOwner& owner = *record.add_owners();
    owner.set_standard(standard);
    owner.set_owner("dean");
  }
  for (const char* id : {"report", "self-assessment"}) record.add_documents()->set_id(id);
  v1::SelfAssessment& version = *record.add_self_assessments();
  version.set_version(1);
  version.set_submitted_on("2023-02-01");
  version.set_document("self-assessment");
  v1::Visit& visit = *record.mutable_visit();
  visit.set_from("2023-04-25");
  visit.set_to("2023-04-27");
  visit.set_agreed_on("2023-04-11");
  visit.set_approved_on("2023-04-11");
  AddSession(record, "preliminary", "2023-04-21", "15:00", "16:00", v1::AUDIENCE_COMMISSION_ONLY,
             "inner");
  AddSession(record, "rector", "2023-04-25", "10:30", "11:00", v1::AUDIENCE_LEADERSHIP, "outer");
  AddSession(record, "alumni", "2023-04-26", "16:15", "17:00", v1::AUDIENCE_GRADUATES, "outer");
  record.mutable_visit()->mutable_sessions(2)->add_clusters("1");
  const auto mark = [&](const char* criterion, const char* id) {
    v1::Evaluation& evaluation = *record.add_evaluations();
    evaluation.set_criterion(criterion);
    evaluation.set_mark(id);
  };
  mark("6.1.1", "strong");
  mark("6.1.2", "satisfactory");
  mark("6.2.1", "improvement");
  mark("6.2.2", "not-applicable");
  const auto find = [&](const char* id, v1::FindingKind kind, const char* standard) {
    v1::Finding& finding = *record.add_findings();
    finding.set_id(id);
    finding.set_kind(kind);
    finding.set_standard(standard);
    return &finding;
  };
  find("s-1", v1::FINDING_KIND_STRENGTH, "6.1")->mutable_place()->set_document("report");
  v1::Finding& fixed = *find("r-1", v1::FINDING_KIND_RECOMMENDATION, "6.2");
  fixed.add_criteria("6.2.1");
  fixed.mutable_deadline()->set_fixed("2023-09-01");
  v1::Finding& relative = *find("r-2", v1::FINDING_KIND_RECOMMENDATION, "6.2");
  relative.add_programmes("6B04107");
  relative.mutable_deadline()->mutable_relative()->set_event("studies-at-partner");
  relative.mutable_deadline()->mutable_relative()->set_months(-1);
  record.add_event_kinds()->set_id("studies-at-partner");
  v1::Event& event = *record.add_events();
  event.set_id("autumn");
  event.set_kind("studies-at-partner");
  event.set_on("2023-10-02");
  v1::Proposal& proposal = *record.add_proposals();
  proposal.set_outcome(v1::DECISION_KIND_GRANT);
  proposal.set_years(5);
  return record;
}

}  // namespace tarazy::accreditation
