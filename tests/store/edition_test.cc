// From values to an edition: computing, verifying and explaining, over a real database.
#include "tests/store/edition_fixture.h"

namespace tarazy::testing {
namespace {

using rankings::ComputedEdition;
using rankings::Edition;
using rankings::EditionExplanation;
using rankings::EditionState;
using rankings::EditionUnit;
using rankings::LoadEdition;
using rankings::LoadFindings;
using rankings::ValueState;
using rankings::Verification;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EditionTest : public EditionFixture {};
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
      InsideTransaction inside(tx);
      ASSIGN_OR_RETURN(verification, VerifyEdition(inside, Soon(), tampered, 1));
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
  EXPECT_EQ(explained.values.at("a").act.entered_by, "alice");
  EXPECT_EQ(explained.values.at("a").act.created, At(2));
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
