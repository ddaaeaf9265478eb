#include "services/accreditation/domain/procedure/check_case.h"

#include <gmock/gmock.h>

#include <functional>

#include "services/accreditation/domain/procedure/test_case.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;

std::vector<std::string> FieldsOf(const v1::Case& record) {
  std::vector<std::string> fields;
  const Faults problems = CheckCase(record, SampleFramework());
  for (const FieldViolation& fault : problems.fields()) {
    EXPECT_FALSE(fault.description.empty());
    fields.push_back(fault.field);
  }
  return fields;
}

struct Change {
  const char* name;
  std::function<void(v1::Case&)> make;
  std::vector<std::string> fields;  // of the faults
};

void ExpectFaults(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    v1::Case record = SampleCase();
    change.make(record);
    EXPECT_THAT(FieldsOf(record), ElementsAreArray(change.fields)) << change.name;
  }
}

TEST(CheckCase, FindsNothingInACleanCase) {
  EXPECT_THAT(FieldsOf(SampleCase()), IsEmpty());
  EXPECT_THAT(FieldsOf({}), IsEmpty());  // what has not come yet is no fault
}

TEST(CheckCase, TellsAllFaultsAtOnce) {
  v1::Case record = SampleCase();
  record.mutable_evaluations(1)->set_mark("excellent");
  record.mutable_findings(1)->mutable_deadline()->set_fixed("2023-04-01");
  record.mutable_proposals(0)->set_years(4);
  EXPECT_THAT(FieldsOf(record),
              ElementsAreArray(
                  {"evaluations[1].mark", "findings[1].deadline.fixed", "proposals[0].years"}));
  const auto status =
      CheckCase(record, SampleFramework())
          .ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid, "case");
  EXPECT_EQ(DetailOf(status).fields.size(), 3u);
}

TEST(CheckCase, Programmes) {
  const auto coded = [](const char* code) {
    return [code](v1::Case& c) { c.mutable_clusters(1)->mutable_programmes(0)->set_code(code); };
  };
  const std::vector<std::string> code = {"clusters[1].programmes[0].code"};
  ExpectFaults({
      {"levels", coded("7M11301"), {}},
      {"a bachelor's number with a master's letter", coded("6M04107"), code},
      {"no such level", coded("5B04107"), code},
      {"four digits", coded("6B0410"), code},
      {"six digits", coded("6B041070"), code},
      {"a letter among the digits", coded("6B0410O"), code},
      {"lower case", coded("6b04107"), code},
      {"in two clusters", coded("7M04107"), code},
      {"its own partner",
       [](v1::Case& c) {
         c.mutable_clusters(0)->mutable_programmes(0)->mutable_partners(0)->set_institution(
             "institutions/ektu");
       },
       {"clusters[0].programmes[0].partners[0].institution"}},
      {"a certification among accreditations",
       [](v1::Case& c) { c.mutable_clusters(1)->set_type(v1::PROCEDURE_TYPE_CERTIFICATION); },
       {"clusters[1].type"}},
  });
}

TEST(CheckCase, Commission) {
  ExpectFaults({
      {"unknown cluster",
       [](v1::Case& c) { c.mutable_commission(1)->add_clusters("9"); },
       {"commission[1].clusters[2]"}},
      {"a cluster twice",
       [](v1::Case& c) { c.mutable_commission(1)->add_clusters("1"); },
       {"commission[1].clusters[2]"}},
      {"unknown standard",
       [](v1::Case& c) { c.mutable_commission(0)->add_standards("7.1"); },
       {"commission[0].standards[0]"}},
      {"somebody's tie",
       [](v1::Case& c) { c.mutable_interests(2)->set_member("nobody"); },
       {"interests[2].member"}},
      {"owner of nothing",
       [](v1::Case& c) { c.mutable_owners(1)->set_standard("6.9"); },
       {"owners[1].standard"}},
  });
}

TEST(CheckCase, Visit) {
  const auto moved = [](const char* on) {
    return [on](v1::Case& c) { c.mutable_visit()->mutable_sessions(2)->set_on(on); };
  };
  ExpectFaults({
      {"after the last day", moved("2023-04-28"), {"visit.sessions[2].on"}},
      {"on the last day", moved("2023-04-27"), {}},
      {"before the first day, with others", moved("2023-04-24"), {"visit.sessions[2].on"}},
      {"a break before the first day",
       [](v1::Case& c) { c.mutable_visit()->mutable_sessions(0)->clear_audiences(); },
       {"visit.sessions[0].on"}},
      {"ends when it begins",
       [](v1::Case& c) { c.mutable_visit()->mutable_sessions(1)->set_end("10:30"); },
       {"visit.sessions[1].end"}},
      {"unknown cluster",
       [](v1::Case& c) { c.mutable_visit()->mutable_sessions(1)->add_clusters("7"); },
       {"visit.sessions[1].clusters[0]"}},
      {"days in reverse",
       [](v1::Case& c) {
         c.mutable_visit()->clear_sessions();
         c.mutable_visit()->set_from("2023-04-28");
       },
       {"visit.to"}},
      {"before the order",
       [](v1::Case& c) {
         c.mutable_visit()->set_from("2023-02-23");
         c.clear_history();
       },
       {"visit.from"}},
  });
}

TEST(CheckCase, Marks) {
  ExpectFaults({
      {"unknown criterion",
       [](v1::Case& c) { c.mutable_evaluations(0)->set_criterion("6.1"); },
       {"evaluations[0].criterion"}},
      {"unknown programme",
       [](v1::Case& c) { c.mutable_evaluations(0)->set_programme("6B04106"); },
       {"evaluations[0].programme"}},
      {"unknown expert",
       [](v1::Case& c) { c.mutable_evaluations(0)->set_expert("expert-9"); },
       {"evaluations[0].expert"}},
      {"the coordinator's",
       [](v1::Case& c) { c.mutable_evaluations(0)->set_expert("coordinator"); },
       {"evaluations[0].expert"}},
      {"twice",
       [](v1::Case& c) { c.mutable_evaluations(1)->set_criterion("6.1.1"); },
       {"evaluations[1]"}},
      {"of two experts",
       [](v1::Case& c) {
         c.mutable_evaluations(1)->set_criterion("6.1.1");
         c.mutable_evaluations(0)->set_expert("chair");
         c.mutable_evaluations(1)->set_expert("student");
       },
       {}},
      {"of one programme, and of all",
       [](v1::Case& c) {
         c.mutable_evaluations(1)->set_criterion("6.1.1");
         c.mutable_evaluations(1)->set_programme("6B04107");
       },
       {}},
      {"evidence by hash and by id",
       [](v1::Case& c) {
         c.mutable_evaluations(0)->add_evidence(std::string(64, 'f'));
         c.mutable_evaluations(0)->add_evidence("report");
         c.mutable_evaluations(0)->add_evidence(std::string(64, 'F'));
       },
       {"evaluations[0].evidence[2]"}},
  });
}

TEST(CheckCase, Findings) {
  const auto due = [](v1::Case& c) { return c.mutable_findings(1)->mutable_deadline(); };
  ExpectFaults({
      {"unknown standard",
       [](v1::Case& c) { c.mutable_findings(0)->set_standard("9"); },
       {"findings[0].standard"}},
      {"another standard's criterion",
       [](v1::Case& c) { c.mutable_findings(1)->set_criteria(0, "6.1.1"); },
       {"findings[1].criteria[0]"}},
      {"a criterion without its standard",
       [](v1::Case& c) { c.mutable_findings(1)->clear_standard(); },
       {"findings[1].criteria[0]"}},
      {"unknown criterion",
       [](v1::Case& c) { c.mutable_findings(1)->set_criteria(0, "6.2.9"); },
       {"findings[1].criteria[0]"}},
      {"unknown programme",
       [](v1::Case& c) { c.mutable_findings(2)->set_programmes(0, "6B04106"); },
       {"findings[2].programmes[0]"}},
      {"due on the visit's last day",
       [=](v1::Case& c) { due(c)->set_fixed("2023-04-27"); },
       {"findings[1].deadline.fixed"}},
      {"due the day after", [=](v1::Case& c) { due(c)->set_fixed("2023-04-28"); }, {}},
      {"unknown kind of event",
       [=](v1::Case& c) { due(c)->mutable_relative()->set_event("graduation"); },
       {"findings[1].deadline.relative.event"}},
      {"on an unknown kind of event",
       [=](v1::Case& c) { due(c)->set_on_event("graduation"); },
       {"findings[1].deadline.on_event"}},
      {"recurring, and over before it begins",
       [=](v1::Case& c) {
         due(c)->mutable_recurring()->set_first("2023-01-01");
         due(c)->mutable_recurring()->set_until("2022-01-01");
       },
       {"findings[1].deadline.recurring.first", "findings[1].deadline.recurring.until"}},
      {"a strength that is due",
       [](v1::Case& c) { c.mutable_findings(0)->mutable_deadline()->set_fixed("2023-09-01"); },
       {"findings[0].deadline"}},
      {"an event of no kind",
       [](v1::Case& c) { c.mutable_events(0)->set_kind("graduation"); },
       {"events[0].kind"}},
      {"an event elsewhere",
       [](v1::Case& c) { c.mutable_events(0)->add_programmes("6B99999"); },
       {"events[0].programmes[0]"}},
  });
}

void Step(v1::Case& record, const char* finding, const char* programme, v1::FollowUpAct act,
          const char* due = "", const char* on = "2023-08-01") {
  v1::FollowUpStep& step = *record.add_follow_up();
  step.set_finding(finding);
  step.set_programme(programme);
  step.set_act(act);
  step.set_due(due);
  step.set_on(on);
}

TEST(CheckCase, FollowUp) {
  constexpr auto kPlan = v1::FOLLOW_UP_ACT_PLAN;
  constexpr auto kEvidence = v1::FOLLOW_UP_ACT_EVIDENCE;
  constexpr auto kVerify = v1::FOLLOW_UP_ACT_VERIFY;
  ExpectFaults({
      {"to the end",
       [=](v1::Case& c) {
         Step(c, "r-1", "6B04107", kPlan);
         Step(c, "r-1", "6B04107", kEvidence, "2023-09-01");
         Step(c, "r-1", "6B04107", kVerify);
         Step(c, "r-1", "7M04107", kEvidence);
       },
       {}},
      {"of a strength",
       [=](v1::Case& c) { Step(c, "s-1", "6B04107", kPlan); },
       {"follow_up[0].finding"}},
      {"for a programme that it does not concern",
       [=](v1::Case& c) { Step(c, "r-2", "7M04107", kPlan); },
       {"follow_up[0].programme"}},
      {"on a day when nothing is due",
       [=](v1::Case& c) { Step(c, "r-2", "6B04107", kPlan, "2023-10-02"); },
       {"follow_up[0].due"}},
      {"on the event's day less a month",
       [=](v1::Case& c) { Step(c, "r-2", "6B04107", kPlan, "2023-09-02"); },
       {}},
      {"for one of two days, unsaid",
       [=](v1::Case& c) {
         *c.add_events() = c.events(0);
         c.mutable_events(1)->set_id("spring");
         c.mutable_events(1)->set_on("2024-03-01");
         Step(c, "r-2", "6B04107", kPlan);
       },
       {"follow_up[0].due"}},
      {"verified without evidence",
       [=](v1::Case& c) { Step(c, "r-1", "6B04107", kVerify); },
       {"follow_up[0].act"}},
      {"backwards in time",
       [=](v1::Case& c) {
         Step(c, "r-1", "6B04107", kPlan);
         Step(c, "r-1", "6B04107", kEvidence, "", "2023-07-31");
       },
       {"follow_up[1].on"}},
      {"a recurrence far away",
       [=](v1::Case& c) {
         auto* recurring = c.mutable_findings(1)->mutable_deadline()->mutable_recurring();
         recurring->set_first("2023-09-01");
         recurring->set_every_months(12);
         Step(c, "r-1", "6B04107", kPlan, "2026-09-01");
         Step(c, "r-1", "6B04107", kPlan, "2026-09-02");
       },
       {"follow_up[1].due"}},
      {"ids and documents",
       [=](v1::Case& c) {
         for (const char* programme : {"6B04107", "7M04107"}) {
           Step(c, "r-1", programme, kEvidence);
           c.mutable_follow_up(c.follow_up_size() - 1)->set_id("step-1");
         }
         c.mutable_follow_up(0)->add_documents("report");
       },
       {"follow_up[0].documents[0]", "follow_up[1].id"}},
  });
}

TEST(CheckCase, Proposals) {
  ExpectFaults({
      {"unknown programme",
       [](v1::Case& c) { c.mutable_proposals(0)->add_programmes("6B04106"); },
       {"proposals[0].programmes[0]"}},
      {"no such term",
       [](v1::Case& c) { c.mutable_proposals(0)->set_years(6); },
       {"proposals[0].years"}},
      {"refused for years",
       [](v1::Case& c) { c.mutable_proposals(0)->set_outcome(v1::DECISION_KIND_REFUSE); },
       {"proposals[0].years"}},
      {"not a commission's",
       [](v1::Case& c) { c.mutable_proposals(0)->set_outcome(v1::DECISION_KIND_VOID); },
       {"proposals[0].outcome"}},
      {"two for one programme",
       [](v1::Case& c) {
         *c.add_proposals() = c.proposals(0);
         c.mutable_proposals(1)->add_programmes("7M04107");
       },
       {"proposals[1].programmes"}},
      {"one for each programme",
       [](v1::Case& c) {
         *c.add_proposals() = c.proposals(0);
         c.mutable_proposals(0)->add_programmes("6B04107");
         c.mutable_proposals(1)->add_programmes("7M04107");
       },
       {}},
  });
}

TEST(CheckCase, History) {
  ExpectFaults({
      {"back in state",
       [](v1::Case& c) { c.mutable_history(2)->set_state(v1::CASE_STATE_ADMITTED); },
       {"history[2].state"}},
      {"back in time",
       [](v1::Case& c) { c.mutable_history(2)->set_on("2023-04-28"); },
       {"history[3].on"}},
      {"before the order",
       [](v1::Case& c) { c.mutable_history(1)->set_on("2023-02-23"); },
       {"history[1].on"}},
      {"visited before the last day",
       [](v1::Case& c) { c.mutable_history(3)->set_on("2023-04-26"); },
       {"history[3].on"}},
      {"ends before its history does",
       [](v1::Case& c) { c.set_state(v1::CASE_STATE_FINALISED); },
       {"state"}},
      {"has come further than the days that were kept",
       [](v1::Case& c) { c.set_state(v1::CASE_STATE_PUBLISHED); },
       {}},
      {"a council of a certification",
       [](v1::Case& c) {
         c.mutable_clusters(1)->clear_type();
         c.set_type(v1::PROCEDURE_TYPE_CERTIFICATION);
       },
       {"state", "history[4].state"}},
      {"versions of the self-assessment",
       [](v1::Case& c) {
         *c.add_self_assessments() = c.self_assessments(0);
         c.mutable_self_assessments(1)->set_version(3);
         c.mutable_self_assessments(1)->set_submitted_on("2023-01-31");
         c.mutable_self_assessments(1)->set_answered_on("2023-01-30");
       },
       {"self_assessments[1].version", "self_assessments[1].answered_on",
        "self_assessments[1].submitted_on"}},
      {"the institution's steps",
       [](v1::Case& c) {
         for (const auto& [kind, on] : {std::pair(v1::INSTITUTION_STEP_KIND_DECISION, "2022-09-02"),
                                        std::pair(v1::INSTITUTION_STEP_KIND_ORDER, "2022-09-01")}) {
           c.add_institution_steps()->set_step(kind);
           c.mutable_institution_steps(c.institution_steps_size() - 1)->set_on(on);
         }
       },
       {"institution_steps[1].on"}},
  });
}

TEST(CheckCase, Documents) {
  ExpectFaults({
      {"of the self-assessment",
       [](v1::Case& c) { c.mutable_self_assessments(0)->set_document("lost"); },
       {"self_assessments[0].document"}},
      {"places",
       [](v1::Case& c) {
         c.mutable_order()->mutable_place()->set_document("lost");
         c.mutable_findings(0)->mutable_place()->set_document("lost");
         c.mutable_visit()->mutable_sessions(1)->mutable_place()->set_document("lost");
         c.mutable_clusters(0)
             ->mutable_programmes(0)
             ->mutable_partners(0)
             ->mutable_agreement()
             ->mutable_place()
             ->set_document("lost");
       },
       {"order.place.document", "clusters[0].programmes[0].partners[0].agreement.place.document",
        "visit.sessions[1].place.document", "findings[0].place.document"}},
  });
}

}  // namespace
}  // namespace tarazy::accreditation
