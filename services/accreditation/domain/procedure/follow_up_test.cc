#include "services/accreditation/domain/procedure/follow_up.h"

#include <gmock/gmock.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "services/accreditation/domain/procedure/follow_up_step.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Day = absl::CivilDay;

constexpr Day kVisitEnd(2023, 4, 27);

v1::Case TwoProgrammes() {
  v1::Case record;
  v1::Cluster& cluster = *record.add_clusters();
  cluster.set_reported(true);
  cluster.add_programmes()->set_code("6B04107");
  cluster.add_programmes()->set_code("7M04107");
  record.mutable_visit()->set_from("2023-04-25");
  record.mutable_visit()->set_to("2023-04-27");
  for (const char* id : {"studies-at-partner", "additional-agreement"}) {
    record.add_event_kinds()->set_id(id);
  }
  return record;
}

v1::Finding& Recommend(v1::Case& record, const std::string& id) {
  v1::Finding& finding = *record.add_findings();
  finding.set_id(id);
  finding.set_kind(v1::FINDING_KIND_RECOMMENDATION);
  return finding;
}

// The fifteen recommendations of the report: eleven with a fixed day, three "one month before
// studies at the partner begin", one "with every additional agreement"; three of them for the
// bachelors only.
v1::Case Report() {
  v1::Case record = TwoProgrammes();
  const std::map<int, const char*> fixed = {
      {1, "2023-09-01"},  {3, "2023-12-31"},  {5, "2023-07-01"},  {6, "2024-05-30"},
      {7, "2023-08-01"},  {10, "2023-09-01"}, {11, "2024-02-01"}, {12, "2024-05-31"},
      {13, "2023-09-01"}, {14, "2023-12-31"}, {15, "2024-05-31"}};
  for (int i = 1; i <= 15; ++i) {
    v1::Finding& finding = Recommend(record, absl::StrCat("r-", i));
    if (i == 4 || i == 7 || i == 8) finding.add_programmes("6B04107");
    if (i == 4) {
      finding.mutable_deadline()->set_on_event("additional-agreement");
    } else if (fixed.count(i) > 0) {
      finding.mutable_deadline()->set_fixed(fixed.at(i));
    } else {
      finding.mutable_deadline()->mutable_relative()->set_event("studies-at-partner");
      finding.mutable_deadline()->mutable_relative()->set_months(-1);
    }
  }
  return record;
}

void Happen(v1::Case& record, const char* id, const char* kind, const char* on,
            const char* programme = nullptr) {
  v1::Event& event = *record.add_events();
  event.set_id(id);
  event.set_kind(kind);
  event.set_on(on);
  if (programme != nullptr) event.add_programmes(programme);
}

std::map<v1::FollowUpState, int> States(const std::vector<v1::FollowUp>& all) {
  std::map<v1::FollowUpState, int> counts;
  for (const v1::FollowUp& follow_up : all) ++counts[follow_up.state()];
  return counts;
}

std::vector<std::string> DaysOf(const v1::Case& record, const char* finding, const char* programme,
                                absl::CivilDay today) {
  std::vector<std::string> days;
  for (const v1::FollowUp& follow_up : FollowUps(record, today)) {
    if (follow_up.finding() == finding && follow_up.programme() == programme) {
      days.push_back(absl::StrCat(follow_up.due(), " ", follow_up.event()));
    }
  }
  return days;
}

TEST(FollowUps, OfTheReportAreTwentyOneDatedAndSixThatWait) {
  const auto all = FollowUps(Report(), kVisitEnd);
  EXPECT_EQ(all.size(), 27u);  // 12 x 2 programmes + 3 x 1
  const auto states = States(all);
  EXPECT_EQ(states.at(v1::FOLLOW_UP_STATE_OPEN), 21);
  EXPECT_EQ(states.at(v1::FOLLOW_UP_STATE_WAITING), 6);
  EXPECT_EQ(all[0].due(), "2023-09-01");
  EXPECT_EQ(all[0].days_left(), 127);
  EXPECT_EQ(all[2].state(), v1::FOLLOW_UP_STATE_WAITING);
  EXPECT_EQ(all[2].due(), "");
}

TEST(FollowUps, AnEventGivesDaysToAllThatHangsOnIt) {
  v1::Case record = Report();
  Happen(record, "autumn", "studies-at-partner", "2023-10-02");
  EXPECT_THAT(DaysOf(record, "r-2", "7M04107", kVisitEnd), ElementsAre("2023-09-02 autumn"));
  EXPECT_EQ(States(FollowUps(record, kVisitEnd))[v1::FOLLOW_UP_STATE_WAITING], 1);
  Happen(record, "third", "additional-agreement", "2023-11-15");
  EXPECT_THAT(DaysOf(record, "r-4", "6B04107", kVisitEnd), ElementsAre("2023-11-15 third"));
  EXPECT_EQ(States(FollowUps(record, kVisitEnd)).count(v1::FOLLOW_UP_STATE_WAITING), 0u);
}

TEST(FollowUps, ComeAgainWithEveryEventOfTheProgramme) {
  v1::Case record = Report();
  Happen(record, "spring", "studies-at-partner", "2024-03-31");
  Happen(record, "autumn", "studies-at-partner", "2023-10-02", "6B04107");
  Happen(record, "same-day", "studies-at-partner", "2023-10-02");
  EXPECT_THAT(DaysOf(record, "r-9", "6B04107", kVisitEnd),
              ElementsAre("2023-09-02 autumn", "2024-02-29 spring"));
  EXPECT_THAT(DaysOf(record, "r-9", "7M04107", kVisitEnd),
              ElementsAre("2023-09-02 same-day", "2024-02-29 spring"));
}

TEST(FollowUps, WhatHappenedBeforeTheVisitsEndMakesNothingDue) {
  v1::Case record = Report();
  Happen(record, "old", "additional-agreement", "2022-04-18");
  Happen(record, "last-day", "additional-agreement", "2023-04-27");
  EXPECT_THAT(DaysOf(record, "r-4", "6B04107", kVisitEnd), ElementsAre(" "));
  Happen(record, "day-after", "additional-agreement", "2023-04-28");
  EXPECT_THAT(DaysOf(record, "r-4", "6B04107", kVisitEnd), ElementsAre("2023-04-28 day-after"));
}

TEST(FollowUps, RecurToTheNextAfterToday) {
  v1::Case record = TwoProgrammes();
  auto& recurring = *Recommend(record, "r").mutable_deadline()->mutable_recurring();
  recurring.set_first("2023-08-31");
  recurring.set_every_months(6);
  EXPECT_THAT(DaysOf(record, "r", "6B04107", kVisitEnd), ElementsAre("2023-08-31 "));
  EXPECT_THAT(DaysOf(record, "r", "6B04107", Day(2024, 3, 1)),
              ElementsAre("2023-08-31 ", "2024-02-29 ", "2024-08-31 "));
  recurring.set_until("2024-08-30");
  EXPECT_THAT(DaysOf(record, "r", "6B04107", Day(2030, 1, 1)),
              ElementsAre("2023-08-31 ", "2024-02-29 "));
  recurring.clear_until();
  EXPECT_EQ(FollowUps(record, Day(2040, 1, 1), absl::CivilDay(2024, 8, 31)).size(), 6u);
}

TEST(FollowUps, StrengthsAndRemarksAreNotFollowedUp) {
  v1::Case record = TwoProgrammes();
  Recommend(record, "s").set_kind(v1::FINDING_KIND_STRENGTH);
  Recommend(record, "m").set_kind(v1::FINDING_KIND_REMARK);
  EXPECT_THAT(FollowUps(record, kVisitEnd), IsEmpty());
  Recommend(record, "undated");
  const auto all = FollowUps(record, Day(2050, 1, 1));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].state(), v1::FOLLOW_UP_STATE_OPEN);
}

class StepTest : public testing::Test {
 protected:
  absl::Status Take(v1::FollowUpAct act, const char* by, const char* due = "",
                    Day today = Day(2023, 8, 1), const char* finding = "r-1") {
    v1::FollowUpStep step;
    step.set_finding(finding);
    step.set_programme("6B04107");
    step.set_due(due);
    step.set_act(act);
    step.set_text("said");
    return ApplyStep(record_, step, by, today);
  }
  v1::FollowUpState State(Day today = Day(2023, 8, 1)) const {
    return FollowUps(record_, today).front().state();
  }
  static Reason ReasonOf(const absl::Status& status) { return DetailOf(status).reason; }

  v1::Case record_ = Report();
};

constexpr auto kPlan = v1::FOLLOW_UP_ACT_PLAN;
constexpr auto kEvidence = v1::FOLLOW_UP_ACT_EVIDENCE;
constexpr auto kVerify = v1::FOLLOW_UP_ACT_VERIFY;
constexpr auto kReturn = v1::FOLLOW_UP_ACT_RETURN;

TEST_F(StepTest, LeadFromThePlanToTheVerification) {
  EXPECT_EQ(State(), v1::FOLLOW_UP_STATE_OPEN);
  ASSERT_TRUE(Take(kPlan, "ektu").ok());
  EXPECT_EQ(State(), v1::FOLLOW_UP_STATE_PLANNED);
  ASSERT_TRUE(Take(kEvidence, "ektu").ok());
  EXPECT_EQ(State(), v1::FOLLOW_UP_STATE_EVIDENCE);
  ASSERT_TRUE(Take(kReturn, "agency").ok());
  EXPECT_EQ(State(), v1::FOLLOW_UP_STATE_PLANNED);
  ASSERT_TRUE(Take(kEvidence, "ektu").ok());
  ASSERT_TRUE(Take(kVerify, "agency").ok());
  EXPECT_EQ(State(), v1::FOLLOW_UP_STATE_VERIFIED);
  EXPECT_EQ(State(Day(2030, 1, 1)), v1::FOLLOW_UP_STATE_VERIFIED);
  const v1::FollowUpStep& first = record_.follow_up(0);
  EXPECT_EQ(first.id(), "step-1");
  EXPECT_EQ(first.on(), "2023-08-01");
  EXPECT_EQ(first.due(), "2023-09-01");
  EXPECT_EQ(first.by(), "ektu");
  const Progress progress = ProgressOf(FollowUps(record_, Day(2023, 8, 1)));
  EXPECT_EQ(progress.verified, 1);
  EXPECT_EQ(progress.open, 26);
}

TEST_F(StepTest, AReturnedPlanIsNoPlan) {
  ASSERT_TRUE(Take(kPlan, "ektu").ok());
  ASSERT_TRUE(Take(kReturn, "agency").ok());
  EXPECT_EQ(State(), v1::FOLLOW_UP_STATE_OPEN);
}

TEST_F(StepTest, WhatIsNotVerifiedInTimeIsOverdue) {
  ASSERT_TRUE(Take(kEvidence, "ektu").ok());
  EXPECT_EQ(State(Day(2023, 9, 1)), v1::FOLLOW_UP_STATE_EVIDENCE);
  EXPECT_EQ(State(Day(2023, 9, 2)), v1::FOLLOW_UP_STATE_OVERDUE);
  ASSERT_TRUE(Take(kVerify, "agency", "", Day(2023, 9, 5)).ok());
  EXPECT_EQ(State(Day(2023, 9, 5)), v1::FOLLOW_UP_STATE_VERIFIED);
  EXPECT_EQ(State(Day(2023, 9, 4)), v1::FOLLOW_UP_STATE_OVERDUE);  // as it stood the day before
}

TEST_F(StepTest, WhoSubmittedDoesNotVerify) {
  ASSERT_TRUE(Take(kEvidence, "both").ok());
  const absl::Status refused = Take(kVerify, "both");
  EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(refused), Reason::kSecondPersonNeeded);
  EXPECT_EQ(record_.follow_up_size(), 1);
  EXPECT_TRUE(Take(kVerify, "another").ok());
}

TEST_F(StepTest, ComeInTheirOrder) {
  for (const auto act : {kVerify, kReturn}) {
    EXPECT_EQ(ReasonOf(Take(act, "agency")), Reason::kCaseState);
  }
  ASSERT_TRUE(Take(kPlan, "ektu").ok());
  EXPECT_EQ(ReasonOf(Take(kVerify, "agency")), Reason::kCaseState);
  ASSERT_TRUE(Take(kEvidence, "ektu").ok());
  EXPECT_EQ(ReasonOf(Take(kPlan, "ektu")), Reason::kCaseState);
  EXPECT_EQ(ReasonOf(Take(kEvidence, "ektu", "", Day(2023, 7, 31))), Reason::kCaseInvalid);
  ASSERT_TRUE(Take(kVerify, "agency").ok());
  for (const auto act : {kPlan, kEvidence, kVerify, kReturn}) {
    EXPECT_EQ(ReasonOf(Take(act, "other")), Reason::kCaseState);
  }
}

TEST_F(StepTest, NameWhatIsDue) {
  EXPECT_EQ(ReasonOf(Take(kPlan, "ektu", "", Day(2023, 8, 1), "r-2")), Reason::kCaseState);
  Happen(record_, "autumn", "studies-at-partner", "2023-10-02");
  EXPECT_TRUE(Take(kPlan, "ektu", "", Day(2023, 8, 1), "r-2").ok());
  Happen(record_, "spring", "studies-at-partner", "2024-03-01");
  EXPECT_EQ(ReasonOf(Take(kPlan, "ektu", "", Day(2023, 8, 1), "r-2")), Reason::kCaseInvalid);
  EXPECT_EQ(ReasonOf(Take(kPlan, "ektu", "2024-03-01", Day(2023, 8, 1), "r-2")),
            Reason::kCaseInvalid);
  EXPECT_TRUE(Take(kPlan, "ektu", "2024-02-01", Day(2023, 8, 1), "r-2").ok());
  const auto all = FollowUps(record_, Day(2023, 8, 1));
  EXPECT_EQ(all[2].due(), "2023-09-02");  // the step of the first stays with the first
  EXPECT_EQ(all[2].steps_size(), 1);
  EXPECT_EQ(all[3].steps_size(), 1);
  EXPECT_EQ(ReasonOf(Take(kPlan, "ektu", "", Day(2023, 8, 1), "r-99")), Reason::kCaseInvalid);
}

TEST_F(StepTest, SaySomething) {
  v1::FollowUpStep step;
  step.set_finding("r-1");
  step.set_programme("7M04107");
  for (const auto act : {kPlan, kEvidence, kReturn, v1::FOLLOW_UP_ACT_UNSPECIFIED}) {
    step.set_act(act);
    EXPECT_EQ(ReasonOf(ApplyStep(record_, step, "ektu", Day(2023, 8, 1))), Reason::kCaseInvalid);
  }
  step.set_act(kEvidence);
  step.add_documents(std::string(64, 'a'));
  EXPECT_TRUE(ApplyStep(record_, step, "ektu", Day(2023, 8, 1)).ok());
  step.set_programme("8D05401");
  EXPECT_EQ(ReasonOf(ApplyStep(record_, step, "ektu", Day(2023, 8, 1))), Reason::kCaseInvalid);
}

}  // namespace
}  // namespace tarazy::accreditation
