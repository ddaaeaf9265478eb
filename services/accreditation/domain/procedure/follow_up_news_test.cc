#include "services/accreditation/domain/procedure/follow_up_news.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/follow_up_step.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using Day = absl::CivilDay;

constexpr Day kToday(2024, 5, 2);
constexpr char kFirst[] = "cases/c/findings/f/programmes/6b04107";
constexpr char kSecond[] = "cases/c/findings/f/programmes/7m04107";

// One recommendation for two programmes; the report stands.
v1::Case Standing() {
  v1::Case record;
  record.set_id("c");
  record.set_state(v1::CASE_STATE_FINALISED);
  record.mutable_visit()->set_to("2024-04-18");
  record.add_event_kinds()->set_id("start");
  v1::Cluster& cluster = *record.add_clusters();
  cluster.set_reported(true);
  cluster.add_programmes()->set_code("6B04107");
  cluster.add_programmes()->set_code("7M04107");
  v1::Finding& finding = *record.add_findings();
  finding.set_id("f");
  finding.set_kind(v1::FINDING_KIND_RECOMMENDATION);
  return record;
}
v1::Deadline& Deadline(v1::Case& record) { return *record.mutable_findings(0)->mutable_deadline(); }
v1::Case In(v1::Case record, v1::CaseState state) {
  record.set_state(state);
  return record;
}
v1::Case With(v1::Case record, const std::string& event, const std::string& on) {
  v1::Event& added = *record.add_events();
  added.set_id(event);
  added.set_kind("start");
  added.set_on(on);
  return record;
}
v1::Case Stepped(v1::Case record, v1::FollowUpAct act, const std::string& due = "") {
  v1::FollowUpStep step;
  step.set_finding("f");
  step.set_programme("6B04107");
  step.set_act(act);
  step.set_text("text");
  step.set_due(due);
  const absl::Status status = ApplyStep(record, step, absl::StrCat("by ", act), kToday);
  EXPECT_TRUE(status.ok()) << status;
  return record;
}

std::vector<FollowUpNews> Compare(const v1::Case& before, const v1::Case& after) {
  return CompareFollowUps(before, kToday, after, kToday);
}

TEST(FollowUpNewsTest, FindingsOpenWhenTheReportStands) {
  v1::Case after = Standing();
  Deadline(after).set_fixed("2024-12-31");
  const auto news = Compare(In(after, v1::CASE_STATE_FACT_CHECK), after);
  ASSERT_EQ(news.size(), 2u);
  EXPECT_EQ(news[0].kind, FollowUpNews::kOpened);
  EXPECT_EQ(news[0].finding.id(), "f");
  EXPECT_EQ(news[0].programme, "6B04107");
  EXPECT_THAT(news[0].after, ElementsAre(Pair(kFirst, "2024-12-31")));
  EXPECT_THAT(news[1].after, ElementsAre(Pair(kSecond, "2024-12-31")));
}

TEST(FollowUpNewsTest, BeforeThatTheyAreNoNews) {
  v1::Case after = Standing();
  Deadline(after).set_fixed("2024-12-31");
  EXPECT_THAT(Compare(In(Standing(), v1::CASE_STATE_DRAFTING), In(after, v1::CASE_STATE_DRAFTING)),
              IsEmpty());
}

TEST(FollowUpNewsTest, AnUnchangedCaseIsNoNews) {
  v1::Case record = Standing();
  Deadline(record).set_fixed("2024-12-31");
  EXPECT_THAT(Compare(record, record), IsEmpty());
  EXPECT_THAT(Compare(record, In(record, v1::CASE_STATE_DECIDED)), IsEmpty());
}

TEST(FollowUpNewsTest, OneWithoutADayOpensWithNone) {
  const auto news = Compare(v1::Case(), Standing());
  ASSERT_EQ(news.size(), 2u);
  EXPECT_THAT(news[0].after, IsEmpty());
}

TEST(FollowUpNewsTest, AnEventGivesItItsDayAndTheNextOneAnother) {
  v1::Case waiting = Standing();
  Deadline(waiting).mutable_relative()->set_event("start");
  Deadline(waiting).mutable_relative()->set_months(-1);
  v1::Case begun = With(waiting, "e1", "2024-09-01");
  begun.mutable_events(0)->add_programmes("6B04107");
  const auto news = Compare(waiting, begun);
  ASSERT_EQ(news.size(), 1u);
  EXPECT_EQ(news[0].kind, FollowUpNews::kChanged);
  EXPECT_THAT(news[0].before, IsEmpty());
  EXPECT_THAT(news[0].after, ElementsAre(Pair(absl::StrCat(kFirst, "/events/e1"), "2024-08-01")));
  const auto again = Compare(begun, With(begun, "e2", "2025-09-01"));
  ASSERT_EQ(again.size(), 2u);
  EXPECT_THAT(again[0].after, ElementsAre(Pair(absl::StrCat(kFirst, "/events/e1"), "2024-08-01"),
                                          Pair(absl::StrCat(kFirst, "/events/e2"), "2025-08-01")));
}

TEST(FollowUpNewsTest, ACorrectedDayKeepsItsName) {
  v1::Case before = Standing(), after = Standing();
  Deadline(before).set_fixed("2024-12-31");
  Deadline(after).set_fixed("2025-01-31");
  const auto news = Compare(before, after);
  ASSERT_EQ(news.size(), 2u);
  EXPECT_THAT(news[0].before, ElementsAre(Pair(kFirst, "2024-12-31")));
  EXPECT_THAT(news[0].after, ElementsAre(Pair(kFirst, "2025-01-31")));
}

TEST(FollowUpNewsTest, RecurringDaysAreThoseOfTwoYearsAndTimeBringsMore) {
  v1::Case record = Standing();
  Deadline(record).mutable_recurring()->set_first("2024-09-01");
  Deadline(record).mutable_recurring()->set_every_months(12);
  const auto opened = Compare(v1::Case(), record);
  ASSERT_EQ(opened.size(), 2u);
  EXPECT_THAT(opened[0].after,
              ElementsAre(Pair(absl::StrCat(kFirst, "/days/2024-09-01"), "2024-09-01"),
                          Pair(absl::StrCat(kFirst, "/days/2025-09-01"), "2025-09-01"),
                          Pair(absl::StrCat(kFirst, "/days/2026-09-01"), "2026-09-01")));
  const auto later = CompareFollowUps(record, kToday, record, Day(2025, 5, 2));
  ASSERT_EQ(later.size(), 2u);
  EXPECT_EQ(later[0].after.size(), 4u);
}

TEST(FollowUpNewsTest, StepsAreToldAndVerificationEndsTheDay) {
  v1::Case record = Standing();
  Deadline(record).set_fixed("2024-12-31");
  const v1::Case shown = Stepped(record, v1::FOLLOW_UP_ACT_EVIDENCE);
  const auto submitted = Compare(record, shown);
  ASSERT_EQ(submitted.size(), 1u);
  ASSERT_EQ(submitted[0].steps.size(), 1u);
  EXPECT_EQ(submitted[0].before, submitted[0].after);
  const v1::Case verified = Stepped(shown, v1::FOLLOW_UP_ACT_VERIFY);
  const auto ended = Compare(shown, verified);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_THAT(ended[0].before, ElementsAre(Pair(kFirst, "2024-12-31")));
  EXPECT_THAT(ended[0].after, IsEmpty());
  EXPECT_EQ(NameOfDue(verified, verified.findings(0), verified.follow_up(1), kToday), kFirst);
  // Only the other programme's opens when such a case is imported.
  const auto imported = Compare(v1::Case(), verified);
  ASSERT_EQ(imported.size(), 1u);
  EXPECT_EQ(imported[0].programme, "7M04107");
}

TEST(FollowUpNewsTest, ClosingTheCaseEndsAllAndAFindingThatGoesIsDropped) {
  v1::Case record = Standing();
  Deadline(record).set_fixed("2024-12-31");
  const auto closed = Compare(record, In(record, v1::CASE_STATE_CLOSED));
  ASSERT_EQ(closed.size(), 2u);
  EXPECT_EQ(closed[0].kind, FollowUpNews::kClosed);
  EXPECT_THAT(closed[0].before, ElementsAre(Pair(kFirst, "2024-12-31")));
  v1::Case narrower = record;
  narrower.mutable_findings(0)->add_programmes("6B04107");
  const auto dropped = Compare(record, narrower);
  ASSERT_EQ(dropped.size(), 1u);
  EXPECT_EQ(dropped[0].kind, FollowUpNews::kDropped);
  EXPECT_EQ(dropped[0].programme, "7M04107");
}

TEST(FollowUpNewsTest, ACaseWithoutProgrammesIsTheInstitutions) {
  v1::Case record = Standing();
  record.clear_clusters();
  Deadline(record).set_fixed("2024-12-31");
  const auto news = Compare(v1::Case(), record);
  ASSERT_EQ(news.size(), 1u);
  EXPECT_THAT(news[0].after, ElementsAre(Pair("cases/c/findings/f", "2024-12-31")));
}

}  // namespace
}  // namespace tarazy::accreditation
