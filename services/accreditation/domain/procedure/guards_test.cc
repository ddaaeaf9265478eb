#include "services/accreditation/domain/procedure/guards.h"

#include <gmock/gmock.h>

#include <functional>

#include "services/accreditation/domain/procedure/follow_up_step.h"
#include "services/accreditation/domain/procedure/test_case.h"
#include "services/accreditation/domain/procedure/words.h"
#include "services/accreditation/domain/procedure/workflow.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;

constexpr absl::CivilDay kToday(2023, 6, 1);

std::vector<std::string> FieldsOf(const v1::Case& record, v1::CaseState state,
                                  absl::CivilDay today = kToday,
                                  const v1::Framework& framework = SampleFramework()) {
  std::vector<std::string> fields;
  const Faults missing = MissingFor(record, framework, state, today);
  for (const FieldViolation& fault : missing.fields()) fields.push_back(fault.field);
  return fields;
}

TEST(Guards, ACompleteCaseMissesNothingBeforeItsFollowUp) {
  for (const v1::CaseState state : WayOf(v1::PROCEDURE_TYPE_PROGRAMME)) {
    if (state == v1::CASE_STATE_CLOSED) continue;
    EXPECT_THAT(FieldsOf(SampleCase(), state), IsEmpty()) << StateWords(state);
  }
  EXPECT_THAT(FieldsOf(SampleCase(), v1::CASE_STATE_RETURNED), IsEmpty());
}

// Every guard sees what it is for: an empty case lacks everything at once.
TEST(Guards, AnEmptyCaseMissesEverythingAtOnce) {
  v1::Case record;
  record.set_type(v1::PROCEDURE_TYPE_PROGRAMME);
  struct Lack {
    v1::CaseState state;
    std::vector<std::string> fields;
  };
  for (const Lack& lack : std::vector<Lack>{
           {v1::CASE_STATE_CONTRACTED, {"contract", "clusters"}},
           {v1::CASE_STATE_SELF_ASSESSING, {}},
           {v1::CASE_STATE_SUBMITTED, {"owners", "owners", "self_assessments"}},
           {v1::CASE_STATE_RETURNED, {"self_assessments"}},
           {v1::CASE_STATE_ADMITTED, {"self_assessments"}},
           {v1::CASE_STATE_COMMISSION_FORMED, {"order", "commission", "commission", "commission"}},
           {v1::CASE_STATE_VISIT_PLANNED, {"visit"}},
           {v1::CASE_STATE_VISITED, {"visit.to"}},
           {v1::CASE_STATE_FINALISED, {"evaluations", "evaluations", "evaluations", "evaluations"}},
           {v1::CASE_STATE_BEFORE_COUNCIL, {"proposals"}},
           {v1::CASE_STATE_DECIDED, {}},
           {v1::CASE_STATE_CLOSED, {}},
       }) {
    EXPECT_THAT(FieldsOf(record, lack.state), ElementsAreArray(lack.fields))
        << StateWords(lack.state);
  }
}

struct Change {
  const char* name;
  v1::CaseState state;
  std::function<void(v1::Case&)> make;
  std::vector<std::string> fields;
};

TEST(Guards, NameTheFieldThatLacks) {
  for (const Change& change : std::vector<Change>{
           {"nothing reported",
            v1::CASE_STATE_CONTRACTED,
            [](v1::Case& c) { c.mutable_clusters(0)->set_reported(false); },
            {"clusters"}},
           {"a standard without an owner",
            v1::CASE_STATE_SUBMITTED,
            [](v1::Case& c) { c.mutable_owners()->RemoveLast(); },
            {"owners"}},
           {"a self-assessment without its document",
            v1::CASE_STATE_SUBMITTED,
            [](v1::Case& c) { c.mutable_self_assessments(0)->clear_document(); },
            {"self_assessments[0].document"}},
           {"the version that was sent back",
            v1::CASE_STATE_SUBMITTED,
            [](v1::Case& c) { c.mutable_self_assessments(0)->set_remarks("figures of 2021"); },
            {"self_assessments"}},
           {"sent back, admitted all the same",
            v1::CASE_STATE_ADMITTED,
            [](v1::Case& c) { c.mutable_self_assessments(0)->set_remarks("figures of 2021"); },
            {"self_assessments"}},
           {"sent back twice",
            v1::CASE_STATE_RETURNED,
            [](v1::Case& c) { c.mutable_self_assessments(0)->set_remarks("figures of 2021"); },
            {"self_assessments"}},
           {"an open tie",
            v1::CASE_STATE_COMMISSION_FORMED,
            [](v1::Case& c) { c.mutable_interests(0)->set_kind("kinship"); },
            {"interests[0].resolution"}},
           {"a soft flaw",
            v1::CASE_STATE_COMMISSION_FORMED,
            [](v1::Case& c) { c.mutable_commission(0)->clear_trained_until(); },
            {}},
           {"not agreed, not approved",
            v1::CASE_STATE_VISIT_PLANNED,
            [](v1::Case& c) {
              c.mutable_visit()->clear_agreed_on();
              c.mutable_visit()->clear_approved_on();
            },
            {"visit.agreed_on", "visit.approved_on"}},
           {"a shared meeting",
            v1::CASE_STATE_VISIT_PLANNED,
            [](v1::Case& c) { c.mutable_visit()->mutable_sessions(0)->set_meeting("outer"); },
            {"visit.sessions[0].meeting"}},
           {"training that a later visit outlasts",
            v1::CASE_STATE_VISIT_PLANNED,
            [](v1::Case& c) { c.mutable_commission(1)->set_trained_until("2023-04-26"); },
            {"commission[1].trained_until"}},
           {"a self-assessment 55 days before the visit",
            v1::CASE_STATE_VISIT_PLANNED,
            [](v1::Case& c) { c.mutable_self_assessments(0)->set_submitted_on("2023-03-01"); },
            {"visit.from"}},
           {"a self-assessment 56 days before the visit",
            v1::CASE_STATE_VISIT_PLANNED,
            [](v1::Case& c) { c.mutable_self_assessments(0)->set_submitted_on("2023-02-28"); },
            {}},
           {"no mark for one programme",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) { c.mutable_evaluations(1)->set_programme("6B04107"); },
            {"evaluations"}},
           {"an expert's mark is no consensus",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) { c.mutable_evaluations(1)->set_expert("chair"); },
            {"evaluations", "evaluations"}},
           {"marked although nothing came before",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) { c.mutable_evaluations(3)->set_mark("satisfactory"); },
            {"evaluations", "evaluations"}},
           {"left out although something came before",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) { c.set_previous_case("cases/ektu-2018"); },
            {"evaluations", "evaluations"}},
           {"left out although it always applies",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) { c.mutable_evaluations(1)->set_mark("not-applicable"); },
            {"evaluations", "evaluations"}},
           {"strong without a strength",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) { c.mutable_findings(0)->set_kind(v1::FINDING_KIND_REMARK); },
            {"findings", "findings"}},
           {"a strength of one programme",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) { c.mutable_findings(0)->add_programmes("7M04107"); },
            {"findings"}},
           {"weak with a recommendation for one programme",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) { c.mutable_findings(1)->add_programmes("6B04107"); },
            {"findings"}},
           {"a recommendation without a deadline",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) { c.mutable_findings(1)->clear_deadline(); },
            {"findings[1].deadline"}},
           {"a recommendation to the institution without a deadline",
            v1::CASE_STATE_FINALISED,
            [](v1::Case& c) {
              v1::Finding& finding = *c.add_findings();
              finding.set_kind(v1::FINDING_KIND_RECOMMENDATION);
            },
            {}},
           {"nothing proposed for one",
            v1::CASE_STATE_BEFORE_COUNCIL,
            [](v1::Case& c) { c.mutable_proposals(0)->add_programmes("6B04107"); },
            {"proposals"}},
       }) {
    v1::Case record = SampleCase();
    change.make(record);
    EXPECT_THAT(FieldsOf(record, change.state), ElementsAreArray(change.fields)) << change.name;
  }
}

TEST(Guards, AVisitTookPlaceWhenItsLastDayHasPassed) {
  v1::Case record = SampleCase();
  record.clear_history();
  for (const auto& [today, visited] : {std::pair(absl::CivilDay(2023, 4, 26), false),
                                       std::pair(absl::CivilDay(2023, 4, 27), false),
                                       std::pair(absl::CivilDay(2023, 4, 28), true)}) {
    EXPECT_EQ(FieldsOf(record, v1::CASE_STATE_VISITED, today).empty(), visited) << today;
  }
}

TEST(Guards, AStateDoesNotHoldBeforeTheOneBeforeIt) {
  EXPECT_THAT(FieldsOf(SampleCase(), v1::CASE_STATE_DECIDED, absl::CivilDay(2023, 5, 19)),
              ElementsAreArray({"history"}));
  EXPECT_THAT(FieldsOf(SampleCase(), v1::CASE_STATE_DECIDED, absl::CivilDay(2023, 5, 20)),
              IsEmpty());
}

TEST(Guards, ACaseClosesWhenEveryFindingIsVerified) {
  v1::Case record = SampleCase();
  EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_CLOSED),
              ElementsAreArray({"follow_up", "follow_up", "follow_up"}));
  for (const auto& [finding, programme] :
       {std::pair("r-1", "6B04107"), std::pair("r-1", "7M04107"), std::pair("r-2", "6B04107")}) {
    v1::FollowUpStep step;
    step.set_finding(finding);
    step.set_programme(programme);
    step.set_text("done");
    step.set_act(v1::FOLLOW_UP_ACT_EVIDENCE);
    ASSERT_TRUE(ApplyStep(record, step, "institution", kToday).ok());
    EXPECT_FALSE(FieldsOf(record, v1::CASE_STATE_CLOSED).empty());
    step.set_act(v1::FOLLOW_UP_ACT_VERIFY);
    ASSERT_TRUE(ApplyStep(record, step, "agency", kToday).ok());
  }
  EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_CLOSED), IsEmpty());
}

TEST(Guards, WhatNeverBecameDueDoesNotKeepACaseOpen) {
  v1::Case record = SampleCase();
  record.mutable_findings()->DeleteSubrange(1, 1);
  record.clear_events();
  EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_CLOSED), IsEmpty());
  auto& recurring = *record.mutable_findings(1)->mutable_deadline()->mutable_recurring();
  recurring.set_first("2023-09-01");
  recurring.set_every_months(12);
  EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_CLOSED, absl::CivilDay(2023, 8, 31)), IsEmpty());
  EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_CLOSED, absl::CivilDay(2023, 9, 1)),
              ElementsAreArray({"follow_up"}));
}

TEST(Guards, WithoutACouncilAPaperDecides) {
  for (const auto type : {v1::PROCEDURE_TYPE_INTERNAL_AUDIT, v1::PROCEDURE_TYPE_CERTIFICATION}) {
    v1::Case record = SampleCase();
    v1::Framework framework = SampleFramework();
    v1::ObligationRule& yearly = *framework.mutable_procedure()->add_obligations();
    yearly.set_after_months(12);
    yearly.set_repeats(true);
    record.set_type(type);
    record.clear_history();
    record.clear_proposals();
    EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_DECIDED, kToday, framework),
                ElementsAreArray({"proposals", "proposals", "documents"}));
    record = SampleCase();
    record.set_type(type);
    record.add_documents()->set_id("decision");
    EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_DECIDED, kToday, framework), IsEmpty());
  }
}

TEST(Guards, ACertificateIsWatchedEveryYear) {
  v1::Case record = SampleCase();
  record.set_type(v1::PROCEDURE_TYPE_CERTIFICATION);
  record.add_documents()->set_id("decision");
  v1::Framework framework = SampleFramework();
  EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_DECIDED, kToday, framework),
              ElementsAreArray({"framework"}));
  v1::ObligationRule& rule = *framework.mutable_procedure()->add_obligations();
  rule.set_after_months(12);
  EXPECT_FALSE(FieldsOf(record, v1::CASE_STATE_DECIDED, kToday, framework).empty());
  rule.set_repeats(true);
  EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_DECIDED, kToday, framework), IsEmpty());
  EXPECT_THAT(FieldsOf(record, v1::CASE_STATE_ADMITTED, kToday, framework), IsEmpty());
}

TEST(Guards, WhetherACriterionConcernsAProgrammeIsReadFromIt) {
  v1::Framework framework = SampleFramework();
  v1::Criterion& criterion = *framework.mutable_standards(1)->mutable_criteria(1);
  v1::Case record = SampleCase();
  v1::ProgrammeReview& bachelor = *record.mutable_clusters(0)->mutable_programmes(0);
  // All are marked "not applicable"; what applies all the same is told.
  const auto told = [&] {
    return FieldsOf(record, v1::CASE_STATE_FINALISED, kToday, framework).size();
  };
  criterion.set_applies_when(v1::CONDITION_REGULATED_PROFESSION);
  EXPECT_EQ(told(), 0u);
  bachelor.set_regulated_profession(true);
  EXPECT_EQ(told(), 1u);
  criterion.set_applies_when(v1::CONDITION_HAS_GRADUATES);
  EXPECT_EQ(told(), 0u);  // nothing says when the programmes began
  bachelor.set_duration_months(48);
  bachelor.set_first_admission("2019-04-28");
  EXPECT_EQ(told(), 0u);  // a cohort is through on 2023-04-28, after the visit
  bachelor.set_first_admission("2019-04-27");
  EXPECT_EQ(told(), 1u);
}

}  // namespace
}  // namespace tarazy::accreditation
