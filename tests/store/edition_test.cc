// From values to a published edition and back again: computing, verifying, publishing, withdrawing
// and explaining, over a real database.
#include <cmath>
#include <map>

#include "services/rankings/app/change_edition.h"
#include "services/rankings/app/compute_edition.h"
#include "services/rankings/app/explain_edition.h"
#include "services/rankings/app/store_methodology.h"
#include "services/rankings/app/verify_edition.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using rankings::CheckVisible;
using rankings::ComputedEdition;
using rankings::ComputeEdition;
using rankings::Edition;
using rankings::EditionExplanation;
using rankings::EditionState;
using rankings::EditionUnit;
using rankings::Finding;
using rankings::InsertRanking;
using rankings::LoadEdition;
using rankings::LoadFindings;
using rankings::LoadRanking;
using rankings::PublishEdition;
using rankings::RankedUnit;
using rankings::StoreMethodology;
using rankings::ValueState;
using rankings::ValueVersion;
using rankings::Verification;
using rankings::WithdrawEdition;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The unit without "a" is excluded; node 2 gives minus zero where b is 0.
constexpr char kMethodology[] = R"(
id: demo
variables: {a: {}, b: {}}
indicators:
  - {code: "1", title: {en: "One"}, points: 60, value: a, missing: exclude_unit}
  - {code: "2", title: {en: "Two"}, points: 40, value: -b, normalize: identity}
)";

class EditionTest : public RankingsTest {
 protected:
  void SetUp() override {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const auto version, StoreMethodology(tx, kMethodology, At(1)));
      return InsertRanking(
          tx,
          {.id = "r", .methodology = "demo", .methodology_version = version.version, .year = 2026});
    }));
  }

  void Import(std::vector<ValueVersion> values, ValueState state = ValueState::kVerified) {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const int64_t revision, BeginImport(tx, "r", state, "alice", At(2)));
      std::map<std::string, RankedUnit> units;
      for (ValueVersion& value : values) {
        value.revision = revision;
        value.state = state;
        units[value.unit] = {.id = value.unit, .title = {.en = value.unit + " title"}};
      }
      std::vector<RankedUnit> distinct;
      for (const auto& [id, unit] : units) distinct.push_back(unit);
      RETURN_IF_ERROR(AppendUnits(tx, "r", revision, state, distinct));
      return AppendValues(tx, "r", values);
    }));
  }
  // Three units, one of them without "a".
  void ImportSome() {
    Import({{.unit = "x", .variable = "a", .value = 10},
            {.unit = "x", .variable = "b", .value = 0},
            {.unit = "y", .variable = "a", .value = 5},
            {.unit = "y", .variable = "b", .value = -20},
            {.unit = "z", .variable = "b", .value = 0}});
  }

  absl::StatusOr<ComputedEdition> TryCompute(const std::string& ranking = "r") {
    return ComputeEdition(db(), Soon(), {.ranking = ranking, .now = At(3)},
                          [&](sql::Tx&, const ComputedEdition&) { return at_the_end_; });
  }
  Edition Compute() { return Ok(TryCompute()).edition; }

  Verification Verify(const Edition& edition) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return VerifyEdition(tx, edition, 1); }));
  }
  absl::StatusOr<Edition> TryPublish(const PublishEdition& request) {
    return InWrite(db(), [&](sql::Tx& tx) { return Publish(tx, request); });
  }
  Edition PublishNow(const Edition& edition) {
    return Ok(TryPublish({.id = {"r", edition.number}, .now = At(4)}));
  }
  absl::StatusOr<Edition> TryWithdraw(const WithdrawEdition& request) {
    return InWrite(db(), [&](sql::Tx& tx) { return Withdraw(tx, request); });
  }
  Edition Stored(int number) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return LoadEdition(tx, "r", number); }));
  }
  int Published() {
    return Ok(InRead(db(), [](sql::Tx& tx) { return LoadRanking(tx, "r"); })).published_edition;
  }
  absl::StatusOr<EditionExplanation> Explain(const Edition& edition, const std::string& unit) {
    return InRead(db(), [&](sql::Tx& tx) { return ExplainEdition(tx, edition, unit, 1); });
  }

  absl::Status at_the_end_;  // what `stored` answers
};
TEST_ON_BOTH_ENGINES(EditionTest);

TEST_P(EditionTest, ComputedEditionIsADraftWithItsTable) {
  ImportSome();
  const ComputedEdition computed = Ok(TryCompute());
  const Edition edition = Stored(1);
  EXPECT_EQ(computed.edition.digest, edition.digest);
  EXPECT_EQ(edition.state, EditionState::kDraft);
  EXPECT_EQ(edition.revision, 1);
  EXPECT_EQ(edition.units, 2);
  EXPECT_EQ(edition.excluded, 1);
  EXPECT_EQ(edition.created, At(3));
  EXPECT_EQ(edition.digest.size(), 64u);
  EXPECT_EQ(edition.result_digest.size(), 64u);
  const auto units = Ok(InRead(db(), [&](sql::Tx& tx) { return ListUnits(tx, edition, {}); }));
  ASSERT_EQ(units.size(), 2u);
  EXPECT_EQ(units[0].unit, "x");
  EXPECT_EQ(units[0].score, "60.00");
  EXPECT_EQ(units[0].rank, 1);
  EXPECT_EQ(units[0].title.en, "x title");
  EXPECT_EQ(units[1].unit, "y");
  EXPECT_EQ(units[1].score, "50.00");
  const EditionUnit excluded =
      Ok(InRead(db(), [&](sql::Tx& tx) { return LoadUnit(tx, edition, "z"); }));
  EXPECT_EQ(excluded.standing, "excluded");
  EXPECT_EQ(excluded.exact, std::nullopt);
  EXPECT_FALSE(excluded.reason.empty());
  EXPECT_FALSE(computed.findings.empty());
  EXPECT_EQ(Ok(InRead(db(), [&](sql::Tx& tx) { return LoadFindings(tx, edition); })),
            computed.findings);
}

TEST_P(EditionTest, NothingToComputeFromIsRefused) {
  EXPECT_FAILS(TryCompute().status(), kFailedPrecondition, kNoData);
  Import({{.unit = "x", .variable = "a", .value = 1}}, ValueState::kDraft);
  EXPECT_FAILS(TryCompute().status(), kFailedPrecondition, kNoData);
  EXPECT_FAILS(TryCompute("no").status(), kNotFound, kNotFound);
}

TEST_P(EditionTest, FailureAtTheEndStoresNothing) {
  ImportSome();
  at_the_end_ = absl::CancelledError("gone");
  EXPECT_EQ(TryCompute().status(), absl::CancelledError("gone"));
  EXPECT_FAILS(InRead(db(), [](sql::Tx& tx) { return LoadEdition(tx, "r", 1); }).status(),
               kNotFound, kNotFound);
}

TEST_P(EditionTest, SameInputsGiveTheSameDigests) {
  ImportSome();
  const Edition first = Compute();
  const Edition second = Compute();
  EXPECT_EQ(second.number, 2);
  EXPECT_EQ(second.digest, first.digest);
  EXPECT_EQ(second.result_digest, first.result_digest);
}

TEST_P(EditionTest, WhatIsStoredVerifies) {
  ImportSome();
  const Edition edition = Compute();
  const Verification verification = Verify(edition);
  EXPECT_THAT(verification.differences, IsEmpty());
  EXPECT_EQ(verification.computed_digest, edition.digest);
}

TEST_P(EditionTest, MinusZeroIsStoredAsZeroAndVerifies) {
  Import({{.unit = "x", .variable = "a", .value = 10}, {.unit = "x", .variable = "b", .value = 0}});
  const Edition edition = Compute();
  const auto scores = Ok(InRead(db(), [&](sql::Tx& tx) { return LoadScores(tx, edition, "x"); }));
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_FALSE(std::signbit(*scores[1].value));
  EXPECT_FALSE(std::signbit(*scores[1].points));
  EXPECT_THAT(Verify(edition).differences, IsEmpty());
}

TEST_P(EditionTest, LaterImportsDoNotChangeAnEdition) {
  ImportSome();
  const Edition edition = Compute();
  Import({{.unit = "x", .variable = "a", .value = 1}, {.unit = "w", .variable = "a", .value = 2}});
  Import({{.unit = "x", .variable = "a"}});
  Import({{.unit = "y", .variable = "a", .value = 99}}, ValueState::kDraft);
  EXPECT_THAT(Verify(edition).differences, IsEmpty());
  EXPECT_NE(Compute().digest, edition.digest);
}

TEST_P(EditionTest, EveryTamperingIsFound) {
  ImportSome();
  const Edition edition = Compute();
  for (const char* tampering : {
           "UPDATE value_version SET value = 10.000000000000002 WHERE unit = 'x' AND variable = "
           "'a'",
           "DELETE FROM value_version WHERE unit = 'y' AND variable = 'b'",
           "UPDATE ranking_unit SET title_en = 'Y' WHERE unit = 'y'",
           "UPDATE edition_unit SET score = '60.01' WHERE unit = 'x'",
           "UPDATE edition_unit SET exact = 50.000000000000007 WHERE unit = 'y'",
           "UPDATE edition_unit SET place = 1 WHERE unit = 'y'",
           "UPDATE edition_unit SET reason = 'none' WHERE unit = 'z'",
           "DELETE FROM edition_unit WHERE unit = 'z'",
           "UPDATE edition_score SET points = NULL WHERE unit = 'x' AND node = 0",
           "UPDATE edition_score SET value = 9 WHERE unit = 'x' AND node = 0",
           "UPDATE edition_score SET contribution = '1.00' WHERE unit = 'x' AND node = 0",
           "DELETE FROM edition_score WHERE unit = 'y' AND node = 1",
           "UPDATE edition_indicator SET title_en = 'Uno' WHERE node = 0",
           "UPDATE edition_finding SET message = 'all is well' WHERE ordinal = 0",
           "DELETE FROM edition_finding",
           "UPDATE edition SET units = 3",
           "UPDATE edition SET excluded = 0",
           "UPDATE edition SET digest = 'forged'",
           "UPDATE edition SET result_digest = 'forged'",
           "UPDATE edition SET engine_version = 'other/9'",
           "UPDATE methodology_version SET canonical_json = '{}'",
           "UPDATE methodology_version SET source = REPLACE(source, '60', '61')",
           "UPDATE methodology_version SET source = 'id: ['",
       }) {
    Verification verification;
    const absl::Status undone = db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(tx.Exec(tampering).status());
      ASSIGN_OR_RETURN(const Edition tampered, LoadEdition(tx, "r", 1));
      ASSIGN_OR_RETURN(verification, VerifyEdition(tx, tampered, 1));
      return absl::CancelledError("undo");
    });
    EXPECT_EQ(undone, absl::CancelledError("undo")) << tampering;
    EXPECT_FALSE(verification.verified()) << tampering;
  }
  EXPECT_THAT(Verify(edition).differences, IsEmpty());
}

TEST_P(EditionTest, DifferencesNameWhatDiffers) {
  ImportSome();
  Compute();
  ASSERT_OK(Exec(db(), "UPDATE edition_score SET points = 59 WHERE unit = 'x' AND node = 0"));
  EXPECT_THAT(Verify(Stored(1)).differences,
              ElementsAre("x, 1: 59 points are stored, 60 computed"));
}

TEST_P(EditionTest, PublishingMakesItTheRankingsResult) {
  ImportSome();
  const Edition draft = Compute();
  const Edition published = PublishNow(draft);
  EXPECT_EQ(published.state, EditionState::kPublished);
  EXPECT_EQ(published.published, At(4));
  EXPECT_EQ(rankings::EtagOf(published), "v2");
  EXPECT_EQ(Stored(1).state, EditionState::kPublished);
  EXPECT_EQ(Published(), 1);
}

TEST_P(EditionTest, NextEditionSupersedesTheOneBefore) {
  ImportSome();
  PublishNow(Compute());
  PublishNow(Compute());
  EXPECT_EQ(Stored(1).state, EditionState::kSuperseded);
  EXPECT_EQ(rankings::EtagOf(Stored(1)), "v3");
  EXPECT_EQ(Stored(2).state, EditionState::kPublished);
  EXPECT_EQ(Published(), 2);
}

TEST_P(EditionTest, OnlyADraftCanBePublished) {
  ImportSome();
  PublishNow(Compute());
  const absl::Status again = TryPublish({.id = {"r", 1}, .now = At(5)}).status();
  EXPECT_FAILS(again, kFailedPrecondition, kEditionState);
  EXPECT_THAT(std::string(again.message()), HasSubstr("rankings/r/editions/1 is published"));
  EXPECT_FAILS(TryPublish({.id = {"r", 2}}).status(), kNotFound, kNotFound);
}

TEST_P(EditionTest, OneOfTwoConcurrentPublishingsWins) {
  ImportSome();
  Compute();
  absl::StatusOr<Edition> results[2];
  InParallel(2, [&](int i) { results[i] = TryPublish({.id = {"r", 1}, .now = At(4)}); });
  ASSERT_NE(results[0].ok(), results[1].ok());
  EXPECT_FAILS(results[results[0].ok() ? 1 : 0].status(), kFailedPrecondition, kEditionState);
}

TEST_P(EditionTest, StaleEtagIsAbortedAndChangesNothing) {
  ImportSome();
  Compute();
  EXPECT_FAILS(TryPublish({.id = {"r", 1}, .etag = "v9", .now = At(4)}).status(), kAborted,
               kStaleEtag);
  EXPECT_EQ(Stored(1).state, EditionState::kDraft);
  Ok(TryPublish({.id = {"r", 1}, .etag = "v1", .now = At(4)}));
  EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .etag = "v1", .erratum = "x"}).status(), kAborted,
               kStaleEtag);
  EXPECT_EQ(Stored(1).state, EditionState::kPublished);
}

TEST_P(EditionTest, EmbargoInThePastIsRefused) {
  ImportSome();
  Compute();
  for (const int64_t until : {3, 4}) {
    EXPECT_FAILS(TryPublish({.id = {"r", 1}, .embargo_until = At(until), .now = At(4)}).status(),
                 kInvalidArgument, kInvalidField);
  }
  EXPECT_EQ(Ok(TryPublish({.id = {"r", 1}, .embargo_until = At(5), .now = At(4)})).embargo_until,
            At(5));
  EXPECT_EQ(Stored(1).embargo_until, At(5));
}

TEST_P(EditionTest, WhatNoLongerVerifiesIsNotPublished) {
  ImportSome();
  Compute();
  ASSERT_OK(Exec(db(), "UPDATE value_version SET value = 11 WHERE unit = 'x' AND variable = 'a'"));
  EXPECT_FAILS(TryPublish({.id = {"r", 1}, .now = At(4)}).status(), kFailedPrecondition,
               kEvidenceMismatch);
  EXPECT_EQ(Stored(1).state, EditionState::kDraft);
  EXPECT_EQ(Published(), 0);
}

TEST_P(EditionTest, WithdrawingThePublishedLeavesNone) {
  ImportSome();
  PublishNow(Compute());
  const Edition withdrawn =
      Ok(TryWithdraw({.id = {"r", 1}, .erratum = "Қате табылды", .now = At(9)}));
  EXPECT_EQ(withdrawn.state, EditionState::kWithdrawn);
  EXPECT_EQ(Stored(1).erratum, "Қате табылды");
  EXPECT_EQ(Stored(1).withdrawn, At(9));
  EXPECT_EQ(Stored(1).published, At(4));
  EXPECT_EQ(Published(), 0);
  EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .erratum = "x"}).status(), kFailedPrecondition,
               kEditionState);
  PublishNow(Compute());
  EXPECT_EQ(Stored(1).state, EditionState::kWithdrawn);
  EXPECT_EQ(Published(), 2);
}

TEST_P(EditionTest, WithdrawingTheSupersededLeavesThePublished) {
  ImportSome();
  PublishNow(Compute());
  PublishNow(Compute());
  Ok(TryWithdraw({.id = {"r", 1}, .erratum = "x", .now = At(9)}));
  EXPECT_EQ(Published(), 2);
  EXPECT_EQ(Stored(2).state, EditionState::kPublished);
}

TEST_P(EditionTest, WithdrawalNeedsAnErratumAndSomethingPublished) {
  ImportSome();
  Compute();
  EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .erratum = "x"}).status(), kFailedPrecondition,
               kEditionState);
  for (const std::string& erratum :
       {std::string(), std::string(10'001, 'x'), std::string("\xff")}) {
    EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .erratum = erratum}).status(), kInvalidArgument,
                 kInvalidField);
  }
  EXPECT_FAILS(TryWithdraw({.id = {"r", 7}, .erratum = "x"}).status(), kNotFound, kNotFound);
}

TEST_P(EditionTest, ErratumOfTextThatCannotBeStoredIsRefused) {
  ImportSome();
  PublishNow(Compute());
  EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .erratum = std::string("a\0b", 3)}).status(),
               kInvalidArgument, kInvalidField);
  Ok(TryWithdraw({.id = {"r", 1}, .erratum = "two\nlines", .now = At(9)}));
}

TEST_P(EditionTest, VisibilityFollowsStateAndEmbargo) {
  ImportSome();
  const Edition draft = Compute();
  EXPECT_FAILS(CheckVisible(draft, false, At(9)), kNotFound, kNotFound);
  EXPECT_TRUE(CheckVisible(draft, true, At(9)).ok());
  const absl::Time until = absl::FromUnixSeconds(1'000'000'000);
  Ok(TryPublish({.id = {"r", 1}, .embargo_until = until, .now = At(4)}));
  const Edition embargoed = Stored(1);
  const absl::Status early = CheckVisible(embargoed, false, until - absl::Microseconds(1));
  EXPECT_FAILS(early, kFailedPrecondition, kEmbargoed);
  EXPECT_THAT(std::string(early.message()), HasSubstr("2001-09-09T01:46:40Z"));
  EXPECT_TRUE(CheckVisible(embargoed, true, At(4)).ok());
  EXPECT_TRUE(CheckVisible(embargoed, false, until).ok());
  Ok(TryWithdraw({.id = {"r", 1}, .erratum = "x", .now = At(9)}));
  EXPECT_TRUE(CheckVisible(Stored(1), false, until).ok());
}

TEST_P(EditionTest, ExplanationHoldsFiguresAndEnteredValues) {
  ImportSome();
  const Edition edition = Compute();
  Import({{.unit = "y", .variable = "a", .value = 99}});
  const EditionExplanation explained = Ok(Explain(edition, "y"));
  EXPECT_EQ(explained.report.unit, "y");
  EXPECT_EQ(explained.report.result.published.ToString(), "50.00");
  ASSERT_EQ(explained.report.nodes.size(), 2u);
  EXPECT_EQ(explained.report.nodes[0].points, 30);
  EXPECT_EQ(explained.report.nodes[0].reference.unit, "x");
  ASSERT_EQ(explained.values.size(), 2u);
  EXPECT_EQ(explained.values.at("a").value, 5);
  EXPECT_EQ(explained.values.at("a").entered_by, "alice");
  EXPECT_EQ(explained.values.at("a").created, At(2));
  EXPECT_EQ(explained.methodology.id, "demo");
}

TEST_P(EditionTest, ExcludedUnitIsExplainedAndAnUnknownOneNotFound) {
  ImportSome();
  const Edition edition = Compute();
  EXPECT_FALSE(Ok(Explain(edition, "z")).report.result.reason.empty());
  EXPECT_FAILS(Explain(edition, "nobody").status(), kNotFound, kNotFound);
}

TEST_P(EditionTest, ExplanationFromOtherInputsIsRefused) {
  ImportSome();
  const Edition edition = Compute();
  ASSERT_OK(Exec(db(), "UPDATE value_version SET value = 11 WHERE unit = 'x' AND variable = 'a'"));
  EXPECT_FAILS(Explain(edition, "y").status(), kFailedPrecondition, kEvidenceMismatch);
}

}  // namespace
}  // namespace tarazy::testing
