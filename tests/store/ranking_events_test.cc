// What rankings tell the other services, over a real database.
#include "services/rankings/app/ranking_events.h"

#include "services/rankings/app/act_on_values.h"
#include "services/rankings/app/objections.h"
#include "tarazy/rankings/v1/event.pb.h"
#include "tests/store/edition_fixture.h"
#include "tests/store/told.h"

namespace tarazy::testing {
namespace {

namespace v1 = rankings::v1;
using rankings::ObjectionState;
using rankings::Person;
using rankings::RankedUnit;
using rankings::Settlement;
using rankings::ValueState;
using rankings::ValueVersion;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Person kInstitution = {"institution tokens/i", "ektu"};
const Person kVerifier = {"verifier tokens/v"};
const Person kReviewer = {"verifier tokens/w"};

absl::Time In(const char* text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M %z", text, &time, nullptr)) << text;
  return time;
}

class RankingEventsTest : public EditionFixture {
 protected:
  const absl::Time now_ = In("2026-04-01 10:00 +0500");

  // Units of these institutions; "z" has no value of "a" and is left out.
  void ImportOf(const std::map<std::string, std::string>& institutions,
                ValueState state = ValueState::kVerified, const std::string& origin = "agency") {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const int64_t revision, BeginImport(tx, "r", "alice", At(2), origin));
      std::vector<RankedUnit> units;
      std::vector<ValueVersion> values;
      for (const auto& [unit, institution] : institutions) {
        units.push_back({.id = unit, .title = {.en = unit + " title"}, .institution = institution});
        const double value = 10.0 + static_cast<double>(values.size());
        values.push_back(
            {.unit = unit, .variable = "b", .revision = revision, .state = state, .value = value});
        if (unit == "z") continue;
        values.push_back(
            {.unit = unit, .variable = "a", .revision = revision, .state = state, .value = value});
      }
      RETURN_IF_ERROR(AppendUnits(tx, "r", revision, state, units));
      return AppendValues(tx, "r", values);
    }));
  }
  absl::Status Release(int number, absl::Time until) {
    return InWrite(db(),
                   [&](sql::Tx& tx) {
                     return rankings::Release(
                         tx, {.id = {"r", number}, .objections_until = until, .now = now_});
                   })
        .status();
  }
};
TEST_ON_BOTH_ENGINES(RankingEventsTest);

TEST_P(RankingEventsTest, APublishedEditionIsToldWhenItsEmbargoEnds) {
  ImportSome();
  PublishNow(Compute());
  Compute();
  ASSERT_OK(TryPublish({.id = {"r", 2}, .embargo_until = At(9'000'000), .now = At(5)}).status());
  const auto events = EventsOf<v1::EditionPublished>(db());
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].aggregate(), "rankings/r");
  EXPECT_EQ(events[0].institution(), "");
  EXPECT_FALSE(events[0].has_not_before());
  const auto first = PayloadOf<v1::EditionPublished>(events[0]);
  EXPECT_EQ(first.ranking(), "rankings/r");
  EXPECT_EQ(first.year(), 2026);
  EXPECT_EQ(first.edition(), "rankings/r/editions/1");
  EXPECT_EQ(first.units(), 2);
  EXPECT_EQ(first.supersedes(), "");
  EXPECT_EQ(events[1].not_before().seconds(), 9);
  EXPECT_EQ(PayloadOf<v1::EditionPublished>(events[1]).supersedes(), "rankings/r/editions/1");
  EXPECT_EQ(PayloadOf<v1::EditionPublished>(events[1]).embargo_time().seconds(), 9);
}

TEST_P(RankingEventsTest, AWithdrawalIsToldWithItsErratum) {
  ImportSome();
  PublishNow(Compute());
  ASSERT_OK(TryWithdraw({.id = {"r", 1}, .erratum = "a wrong table", .now = At(9)}).status());
  EXPECT_THAT(TypesTold(db()), ElementsAre("EditionPublished", "EditionWithdrawn"));
  const auto payload = PayloadOf<v1::EditionWithdrawn>(Told(db()).back());
  EXPECT_EQ(payload.erratum(), "a wrong table");
  EXPECT_TRUE(payload.was_current());
}

TEST_P(RankingEventsTest, WhatIsRefusedTellsNothing) {
  ImportSome();
  Compute();
  EXPECT_FALSE(TryPublish({.id = {"r", 1}, .etag = "v9", .now = At(4)}).ok());
  EXPECT_FALSE(TryWithdraw({.id = {"r", 1}, .erratum = "x", .now = At(4)}).ok());
  EXPECT_FALSE(Release(1, now_ - absl::Hours(1)).ok());
  EXPECT_THAT(TypesTold(db()), IsEmpty());
}

TEST_P(RankingEventsTest, APreliminaryEditionIsToldToEachInstitutionWithItsOwnResults) {
  ImportOf({{"x", "ektu"}, {"y", "kbtu"}, {"z", "ektu"}, {"w", ""}});
  Compute();
  ASSERT_OK(Release(1, In("2026-04-25 18:00 +0500")));
  const auto events = Told(db());
  ASSERT_THAT(TypesTold(db()), ElementsAre("PreliminaryPublished", "PreliminaryPublished"));
  EXPECT_EQ(events[0].institution(), "institutions/ektu");
  EXPECT_THAT(DeadlinesOf(events[0]),
              ElementsAre("rankings/r/objection-window/institutions/ektu objection-window "
                          "2026-04-25 18:00"));
  const auto own = PayloadOf<v1::PreliminaryPublished>(events[0]);
  EXPECT_EQ(own.institution(), "institutions/ektu");
  EXPECT_EQ(own.edition(), "rankings/r/editions/1");
  ASSERT_EQ(own.results_size(), 2);
  EXPECT_EQ(own.results(0).unit(), "x");
  EXPECT_EQ(own.results(0).title().en(), "x title");
  EXPECT_TRUE(own.results(0).has_rank());
  EXPECT_NE(own.results(0).score(), "");
  EXPECT_EQ(own.results(1).unit(), "z");
  EXPECT_NE(own.results(1).excluded(), "");
  EXPECT_EQ(events[1].institution(), "institutions/kbtu");
  EXPECT_EQ(PayloadOf<v1::PreliminaryPublished>(events[1]).results_size(), 1);
}

TEST_P(RankingEventsTest, AWindowThatClosesAtMidnightEndsWithTheDayBefore) {
  ImportOf({{"x", "ektu"}});
  Compute();
  ASSERT_OK(Release(1, In("2026-04-26 00:00 +0500")));
  EXPECT_THAT(
      DeadlinesOf(Told(db()).at(0)),
      ElementsAre("rankings/r/objection-window/institutions/ektu objection-window 2026-04-25"));
}

TEST_P(RankingEventsTest, TheNextPreliminaryEditionMovesTheWindowOrEndsIt) {
  ImportOf({{"x", "ektu"}, {"y", "kbtu"}});
  Compute();
  ASSERT_OK(Release(1, In("2026-04-25 18:00 +0500")));
  ImportOf({{"y", "iitu"}});
  Compute();
  ASSERT_OK(Release(2, In("2026-05-25 18:00 +0500")));
  auto events = Told(db());
  ASSERT_EQ(events.size(), 5u);
  events.erase(events.begin(), events.begin() + 2);
  EXPECT_EQ(TypeOf(events[0]), "PreliminaryWithdrawn");
  EXPECT_EQ(events[0].institution(), "institutions/kbtu");
  EXPECT_EQ(PayloadOf<v1::PreliminaryWithdrawn>(events[0]).edition(), "rankings/r/editions/1");
  EXPECT_THAT(DeadlinesOf(events[0]),
              ElementsAre("rankings/r/objection-window/institutions/kbtu objection-window ended"));
  EXPECT_EQ(events[1].institution(), "institutions/ektu");
  EXPECT_THAT(DeadlinesOf(events[1]),
              ElementsAre("rankings/r/objection-window/institutions/ektu objection-window "
                          "2026-05-25 18:00"));
  EXPECT_EQ(events[2].institution(), "institutions/iitu");
}

TEST_P(RankingEventsTest, TheWayOfAValueIsTold) {
  ImportOf({{"x", "ektu"}}, ValueState::kDraft, "institution");
  ASSERT_OK(InWrite(db(), [&](sql::Tx& tx) {
              return SubmitValues(tx, "r", "ektu", kInstitution, now_);
            }).status());
  const rankings::CellsOfUnit cells = {.ranking = "r", .unit = "x", .variables = {"a"}};
  ASSERT_OK(InWrite(db(), [&](sql::Tx& tx) {
              return DisputeValues(tx, cells, "too high", kVerifier, now_);
            }).status());
  ASSERT_OK(InWrite(db(), [&](sql::Tx& tx) {
              return AnswerDispute(tx, cells, "it is right", {}, kInstitution, now_);
            }).status());
  ASSERT_OK(InWrite(db(), [&](sql::Tx& tx) {
              return SettleDispute(tx, cells, Settlement::kCorrect, "counted again", {.value = 7},
                                   kReviewer, now_);
            }).status());
  const auto events = Told(db());
  ASSERT_THAT(TypesTold(db()), ElementsAre("ValuesSubmitted", "ValuesDisputed", "DisputeSettled"));
  for (const auto& event : events) EXPECT_EQ(event.institution(), "institutions/ektu");
  const auto submitted = PayloadOf<v1::ValuesSubmitted>(events[0]);
  EXPECT_EQ(submitted.values(), 2);
  EXPECT_EQ(submitted.units(), 1);
  const auto disputed = PayloadOf<v1::ValuesDisputed>(events[1]);
  EXPECT_EQ(disputed.reason(), "too high");
  EXPECT_EQ(disputed.unit_title().en(), "x title");
  EXPECT_EQ(disputed.origin(), "institution");
  ASSERT_EQ(disputed.variables_size(), 1);
  EXPECT_EQ(disputed.variables(0).variable(), "a");
  const auto settled = PayloadOf<v1::DisputeSettled>(events[2]);
  EXPECT_EQ(settled.outcome(), v1::DISPUTE_OUTCOME_CORRECTED);
  EXPECT_EQ(settled.value(), 7);
  EXPECT_EQ(settled.reason(), "counted again");
}

TEST_P(RankingEventsTest, AnObjectionAndItsAnswerAreTold) {
  ImportOf({{"x", "ektu"}});
  Compute();
  ASSERT_OK(Release(1, now_ + absl::Hours(48)));
  ASSERT_OK(InWrite(db(), [&](sql::Tx& tx) {
              return rankings::Object(
                  tx, {.edition = {"r", 1}, .unit = "x", .reason = "wrong", .now = now_});
            }).status());
  ASSERT_OK(InWrite(db(), [&](sql::Tx& tx) {
              return rankings::Resolve(tx, {.edition = {"r", 1},
                                            .ordinal = 1,
                                            .state = ObjectionState::kUpheld,
                                            .reason = "indeed",
                                            .now = now_});
            }).status());
  const auto events = Told(db());
  ASSERT_THAT(TypesTold(db()),
              ElementsAre("PreliminaryPublished", "ObjectionFiled", "ObjectionDecided"));
  EXPECT_EQ(events[1].institution(), "institutions/ektu");
  const auto filed = PayloadOf<v1::ObjectionFiled>(events[1]);
  EXPECT_EQ(filed.objection(), "rankings/r/editions/1/objections/1");
  EXPECT_EQ(filed.reason(), "wrong");
  EXPECT_EQ(filed.unit_title().en(), "x title");
  const auto decided = PayloadOf<v1::ObjectionDecided>(events[2]);
  EXPECT_TRUE(decided.upheld());
  EXPECT_EQ(decided.resolution(), "indeed");
}

}  // namespace
}  // namespace tarazy::testing
