// What cases tell the other services, over a real database.
#include "services/accreditation/app/case_events.h"

#include "absl/strings/str_replace.h"
#include "services/accreditation/app/change_case.h"
#include "services/accreditation/app/follow_up_case.h"
#include "services/accreditation/app/import_case.h"
#include "services/accreditation/app/store_framework.h"
#include "services/accreditation/store/framework_store.h"
#include "tarazy/accreditation/v1/event.pb.h"
#include "tests/store/service_store_test.h"
#include "tests/store/small_case.h"
#include "tests/store/told.h"

namespace tarazy::testing {
namespace {

namespace acc = accreditation;
namespace v1 = accreditation::v1;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kName[] = "cases/steppe-2024";
const acc::Viewer kStaff{.person = "methodologist tokens/m", .token = "tokens/m", .staff = true};
const acc::Viewer kSteppe{
    .person = "institution tokens/s", .token = "tokens/s", .institution = "steppe"};

// The software is due by a day, the library one month before the exchange begins.
std::string File() {
  return absl::StrCat(kSmallCase, R"(event_kinds:
  - {id: exchange, title: {en: The exchange begins, ru: Начало обмена, kk: Алмасу басталады}}
)");
}
std::string WithLibrary() {
  return absl::StrReplaceAll(
      File(), {{"proposals:\n",
                "  - {id: r-lib, kind: condition, standard: \"2\", text: {en: Open the library}, "
                "deadline: {relative: {event: exchange, months: -1}}}\nproposals:\n"}});
}

class CaseEventsTest : public ServiceStoreTest {
 protected:
  CaseEventsTest() : ServiceStoreTest(acc::SchemaMigrations()) {
    Ok(InWrite(db(), [&](sql::Tx& tx) {
      return acc::StoreFramework(tx, kSmallFramework, kStaff, At(1));
    }));
  }
  static acc::RegisteredUnits Registry() {
    return {{"institutions/steppe", {.institution = "steppe"}},
            {"programmes/steppe-6b06101", {.institution = "steppe", .code = "6B06101"}},
            {"programmes/steppe-7m06101", {.institution = "steppe", .code = "7M06101"}}};
  }
  void Import(const std::string& file) {
    Ok(InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<v1::Case> {
      ASSIGN_OR_RETURN(v1::Case record, acc::ReadCase(file));
      return acc::ImportCase(tx, std::move(record), "", Registry(), kStaff, now_);
    }));
  }
  // Whatever the change, as the use cases save it.
  void Change(const std::function<void(v1::Case&)>& change) {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Case before, acc::LoadCase(tx, "steppe-2024"));
      v1::Case after = before;
      change(after);
      return acc::SaveAndTell(tx, before, after, {"tester", now_, "change"});
    }));
  }
  void Finalise() {
    Change([](v1::Case& record) {
      record.set_state(v1::CASE_STATE_FINALISED);
      v1::StateChange& entry = *record.add_history();
      entry.set_state(v1::CASE_STATE_FINALISED);
      entry.set_on("2024-05-02");
      entry.set_note("as voted");
    });
  }
  acc::Change By(const acc::Viewer& viewer) {
    return {.id = "steppe-2024", .by = viewer, .now = now_, .today = absl::CivilDay(2024, 6, 3)};
  }
  absl::Status Step(const acc::Viewer& by, v1::FollowUpAct act, const std::string& text = "text") {
    v1::FollowUpStep step;
    step.set_finding("r-2.1");
    step.set_programme("6B06101");
    step.set_act(act);
    step.set_text(text);
    return InWrite(db(), [&](sql::Tx& tx) { return acc::AddStep(tx, By(by), step); }).status();
  }
  absl::Status Record(const std::string& id, const std::string& on) {
    v1::Event event;
    event.set_id(id);
    event.set_kind("exchange");
    event.set_on(on);
    return InWrite(db(), [&](sql::Tx& tx) { return acc::RecordEvent(tx, By(kStaff), event); })
        .status();
  }
  // Those since the last call.
  std::vector<common::v1::Event> News() {
    std::vector<common::v1::Event> events = Told(db());
    events.erase(events.begin(), events.begin() + static_cast<ptrdiff_t>(seen_));
    seen_ += events.size();
    for (const common::v1::Event& event : events) {
      EXPECT_EQ(event.aggregate(), kName);
      EXPECT_EQ(event.institution(), "institutions/steppe");
    }
    return events;
  }

  const absl::Time now_ = absl::FromCivil(absl::CivilDay(2024, 6, 3), absl::UTCTimeZone());
  size_t seen_ = 0;
};
TEST_ON_BOTH_ENGINES(CaseEventsTest);

TEST_P(CaseEventsTest, ANewCaseAndItsStatesAreTold) {
  Import(kSmallCase);
  auto news = News();
  ASSERT_EQ(news.size(), 1u);
  auto changed = PayloadOf<v1::CaseStateChanged>(news[0]);
  EXPECT_EQ(changed.state(), v1::CASE_STATE_DRAFTING);
  EXPECT_EQ(changed.previous_state(), v1::CASE_STATE_UNSPECIFIED);
  EXPECT_EQ(changed.case_title().en(), "Programmes of the Steppe University");
  Ok(InWrite(db(), [&](sql::Tx& tx) {
    return acc::AdvanceCase(tx, By(kStaff), {.state = v1::CASE_STATE_FACT_CHECK});
  }));
  news = News();
  ASSERT_EQ(news.size(), 1u);
  changed = PayloadOf<v1::CaseStateChanged>(news[0]);
  EXPECT_EQ(changed.state(), v1::CASE_STATE_FACT_CHECK);
  EXPECT_EQ(changed.previous_state(), v1::CASE_STATE_DRAFTING);
  EXPECT_EQ(changed.on(), "2024-06-03");
}

TEST_P(CaseEventsTest, AChangeThatIsRefusedOrRolledBackTellsNothing) {
  Import(kSmallCase);
  News();
  EXPECT_FALSE(Step(kSteppe, v1::FOLLOW_UP_ACT_PLAN).ok());
  EXPECT_FALSE(db().Write(Soon(),
                          [&](sql::Tx& tx) -> absl::Status {
                            RETURN_IF_ERROR(acc::AdvanceCase(tx, By(kStaff),
                                                             {.state = v1::CASE_STATE_FACT_CHECK})
                                                .status());
                            return absl::AbortedError("only checked");
                          })
                   .ok());
  EXPECT_THAT(News(), IsEmpty());
}

TEST_P(CaseEventsTest, FindingsOpenWithTheirDeadlinesWhenTheReportStands) {
  Import(WithLibrary());
  News();
  Finalise();
  const auto news = News();
  ASSERT_EQ(news.size(), 4u);
  EXPECT_EQ(PayloadOf<v1::CaseStateChanged>(news[0]).note(), "as voted");
  const auto software = PayloadOf<v1::FindingOpened>(news[1]);
  EXPECT_EQ(software.finding().finding(), "r-2.1");
  EXPECT_EQ(software.finding().kind(), v1::FINDING_KIND_RECOMMENDATION);
  EXPECT_EQ(software.finding().programme(), "6B06101");
  EXPECT_EQ(software.finding().programme_title().en(), "Informatics");
  EXPECT_EQ(software.finding().text().en(), "Renew the software");
  EXPECT_EQ(software.finding().addressee(), "Dean");
  EXPECT_THAT(software.due_days(), ElementsAre("2024-12-31"));
  EXPECT_THAT(
      DeadlinesOf(news[1]),
      ElementsAre(
          "cases/steppe-2024/findings/r-2.1/programmes/6b06101 finding-deadline 2024-12-31"));
  // It waits for the exchange, in both programmes.
  EXPECT_EQ(PayloadOf<v1::FindingOpened>(news[2]).finding().programme(), "6B06101");
  EXPECT_EQ(PayloadOf<v1::FindingOpened>(news[3]).finding().programme(), "7M06101");
  EXPECT_THAT(DeadlinesOf(news[2]), IsEmpty());
}

TEST_P(CaseEventsTest, ARecordedEventMovesWhatHangsOnIt) {
  Import(WithLibrary());
  Finalise();
  News();
  ASSERT_OK(Record("e1", "2024-06-01"));
  auto news = News();
  ASSERT_EQ(news.size(), 2u);
  const auto moved = PayloadOf<v1::FindingMoved>(news[0]);
  EXPECT_THAT(moved.due_days(), ElementsAre("2024-05-01"));
  EXPECT_THAT(moved.previous_due(), IsEmpty());
  EXPECT_EQ(moved.event_title().en(), "The exchange begins");
  EXPECT_EQ(moved.event_on(), "2024-06-01");
  EXPECT_THAT(DeadlinesOf(news[0]),
              ElementsAre("cases/steppe-2024/findings/r-lib/programmes/6b06101/events/e1 "
                          "finding-deadline 2024-05-01"));
  ASSERT_OK(Record("e2", "2024-06-02"));
  news = News();
  ASSERT_EQ(news.size(), 2u);
  EXPECT_THAT(PayloadOf<v1::FindingMoved>(news[0]).previous_due(), ElementsAre("2024-05-01"));
  EXPECT_THAT(DeadlinesOf(news[0]),
              ElementsAre("cases/steppe-2024/findings/r-lib/programmes/6b06101/events/e2 "
                          "finding-deadline 2024-05-02"));
}

TEST_P(CaseEventsTest, TheFollowUpIsToldUntilItIsVerified) {
  Import(kSmallCase);
  Finalise();
  News();
  ASSERT_OK(Step(kSteppe, v1::FOLLOW_UP_ACT_PLAN, "a tender"));
  ASSERT_OK(Step(kStaff, v1::FOLLOW_UP_ACT_RETURN, "by when?"));
  ASSERT_OK(Step(kSteppe, v1::FOLLOW_UP_ACT_EVIDENCE, "bought"));
  ASSERT_OK(Step(kStaff, v1::FOLLOW_UP_ACT_VERIFY, "seen"));
  const auto news = News();
  ASSERT_EQ(news.size(), 4u);
  const auto plan = PayloadOf<v1::FollowUpSubmitted>(news[0]);
  EXPECT_EQ(plan.act(), v1::FOLLOW_UP_ACT_PLAN);
  EXPECT_EQ(plan.text(), "a tender");
  EXPECT_EQ(plan.due(), "2024-12-31");
  EXPECT_EQ(plan.on(), "2024-06-03");
  EXPECT_EQ(PayloadOf<v1::FollowUpReturned>(news[1]).text(), "by when?");
  EXPECT_EQ(PayloadOf<v1::FollowUpSubmitted>(news[2]).act(), v1::FOLLOW_UP_ACT_EVIDENCE);
  EXPECT_EQ(PayloadOf<v1::FindingVerified>(news[3]).finding().finding(), "r-2.1");
  for (int i = 0; i < 3; ++i) EXPECT_THAT(DeadlinesOf(news[i]), IsEmpty());
  EXPECT_THAT(
      DeadlinesOf(news[3]),
      ElementsAre("cases/steppe-2024/findings/r-2.1/programmes/6b06101 finding-deadline ended"));
}

TEST_P(CaseEventsTest, ACorrectedReportMovesAndDropsFindings) {
  Import(WithLibrary());
  Finalise();
  ASSERT_OK(Record("e1", "2024-06-01"));
  News();
  Change([](v1::Case& record) {
    record.mutable_findings(1)->mutable_deadline()->set_fixed("2025-01-31");
    record.mutable_findings()->RemoveLast();
  });
  const auto news = News();
  ASSERT_EQ(news.size(), 3u);
  EXPECT_THAT(PayloadOf<v1::FindingMoved>(news[0]).due_days(), ElementsAre("2025-01-31"));
  EXPECT_THAT(PayloadOf<v1::FindingMoved>(news[0]).previous_due(), ElementsAre("2024-12-31"));
  EXPECT_FALSE(PayloadOf<v1::FindingMoved>(news[0]).has_event_title());
  const auto dropped = PayloadOf<v1::FindingMoved>(news[1]);
  EXPECT_EQ(dropped.finding().text().en(), "Open the library");
  EXPECT_THAT(dropped.due_days(), IsEmpty());
  EXPECT_THAT(DeadlinesOf(news[1]),
              ElementsAre("cases/steppe-2024/findings/r-lib/programmes/6b06101/events/e1 "
                          "finding-deadline ended"));
}

TEST_P(CaseEventsTest, AClosedCaseEndsAllItsDeadlines) {
  Import(kSmallCase);
  Finalise();
  News();
  Change([](v1::Case& record) { record.set_state(v1::CASE_STATE_CLOSED); });
  const auto news = News();
  ASSERT_EQ(news.size(), 1u);
  EXPECT_EQ(PayloadOf<v1::CaseStateChanged>(news[0]).state(), v1::CASE_STATE_CLOSED);
  EXPECT_THAT(
      DeadlinesOf(news[0]),
      ElementsAre("cases/steppe-2024/findings/r-2.1/programmes/6b06101 finding-deadline ended"));
}

}  // namespace
}  // namespace tarazy::testing
