// Values that are argued about, over a real database: what counts in the end, and what is found.
#include "services/rankings/app/act_on_values.h"
#include "services/rankings/app/check_values.h"
#include "services/rankings/store/workflow_store.h"
#include "tests/store/edition_fixture.h"

namespace tarazy::testing {
namespace {

using rankings::ActResult;
using rankings::CellsOfUnit;
using rankings::Person;
using rankings::Settlement;
using rankings::ValueCheck;
using rankings::ValueState;
using rankings::ValueVersion;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kMethodology[] = R"(
id: argued
sources: [ministry, institution]
tolerance: 0.02
variables: {a: {min: 0, max: 1000, max_change: 0.5}, b: {sources: [institution, ministry]}}
indicators:
  - {code: "1", title: {en: "One"}, points: 60, value: a}
  - {code: "2", title: {en: "Two"}, points: 40, value: b}
)";

const Person kInstitution = {"institution tokens/i", "x"};
const Person kVerifier = {"verifier tokens/v"};
const Person kReviewer = {"verifier tokens/w"};

class WorkflowTest : public EditionFixture {
 protected:
  void SetUp() override {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(rankings::StoreMethodology(tx, kMethodology, At(1)).status());
      for (const std::string id : {"before", "r"}) {
        RETURN_IF_ERROR(rankings::InsertRanking(tx, {.id = id,
                                                     .methodology = "argued",
                                                     .methodology_version = 1,
                                                     .year = 2026,
                                                     .previous = id == "r" ? "before" : ""}));
      }
      return absl::OkStatus();
    }));
  }

  // Values of the unit "x" (and its institution) from one source.
  void State(const std::string& origin, ValueState state,
             const std::map<std::string, double>& values, const std::string& ranking = "r") {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const int64_t revision, BeginImport(tx, ranking, "me", At(2), origin));
      RETURN_IF_ERROR(AppendUnits(tx, ranking, revision, state,
                                  {{.id = "x", .title = {.en = "X"}, .institution = "x"}}));
      std::vector<ValueVersion> versions;
      for (const auto& [variable, value] : values) {
        versions.push_back({.unit = "x",
                            .variable = variable,
                            .revision = revision,
                            .state = state,
                            .value = value});
      }
      return AppendValues(tx, ranking, versions);
    }));
  }

  absl::StatusOr<ActResult> Submit() {
    return InWrite(db(),
                   [&](sql::Tx& tx) { return SubmitValues(tx, "r", "x", kInstitution, At(5)); });
  }
  CellsOfUnit Cells(std::vector<std::string> variables, const std::string& etag = "") {
    return {.ranking = "r", .unit = "x", .variables = std::move(variables), .etag = etag};
  }
  absl::StatusOr<ActResult> Verify(const CellsOfUnit& cells, const Person& by = kVerifier) {
    return InWrite(db(), [&](sql::Tx& tx) { return VerifyValues(tx, cells, by, At(6)); });
  }
  absl::StatusOr<ActResult> Dispute(const CellsOfUnit& cells, const std::string& reason) {
    return InWrite(db(),
                   [&](sql::Tx& tx) { return DisputeValues(tx, cells, reason, kVerifier, At(7)); });
  }
  absl::StatusOr<ValueVersion> Answer(const rankings::Correction& correction) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return AnswerDispute(tx, Cells({"a"}), "because", correction, kInstitution, At(8));
    });
  }
  absl::StatusOr<ValueVersion> Settle(Settlement settlement, const rankings::Correction& correction,
                                      const Person& by = kReviewer) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return SettleDispute(tx, Cells({"a"}), settlement, "looked", correction, by, At(9));
    });
  }

  // What counts: the value of the variable in a new edition's inputs; 0 when there is none.
  double Counts(const std::string& variable) {
    return Ok(InRead(db(), [&](sql::Tx& tx) -> absl::StatusOr<double> {
      ASSIGN_OR_RETURN(const auto inputs, rankings::LoadInputs(tx, "r", -1));
      const double value = inputs.dataset.columns.at(variable == "a" ? 0 : 1).at(0);
      return rankings::IsAbsent(value) ? 0 : value;
    }));
  }
  std::vector<std::string> Checks() {
    return Ok(InRead(db(), [&](sql::Tx& tx) -> absl::StatusOr<std::vector<std::string>> {
      ASSIGN_OR_RETURN(const auto cycle, rankings::LoadCheckedCycle(tx, "r"));
      ASSIGN_OR_RETURN(const auto checks, CheckValues(tx, cycle, "x"));
      std::vector<std::string> lines;
      for (const ValueCheck& check : checks) {
        lines.push_back(absl::StrCat(check.rule, " ", check.variable, " ", check.origin, " ",
                                     check.value, " ", check.reference_origin, " ",
                                     check.reference));
      }
      return lines;
    }));
  }
};
TEST_ON_BOTH_ENGINES(WorkflowTest);

TEST_P(WorkflowTest, OnlyWhatIsVerifiedCounts) {
  State("institution", ValueState::kDraft, {{"a", 10}, {"b", 1}});
  const ActResult submitted = Ok(Submit());
  EXPECT_EQ(submitted.cells, 2);
  EXPECT_EQ(submitted.revision, 2);
  EXPECT_FAILS(TryCompute().status(), kFailedPrecondition, kNoData);
  const ActResult verified = Ok(Verify(Cells({"a"})));
  EXPECT_EQ(verified.cells, 1);
  EXPECT_EQ(Counts("a"), 10);
  EXPECT_EQ(Counts("b"), 0);
  // The unit entered the ranking with its first verified value.
  EXPECT_EQ(Compute().units, 1);
  EXPECT_EQ(Ok(Verify(Cells({}))).cells, 1);
  EXPECT_EQ(Counts("b"), 1);
  EXPECT_FAILS(Verify(Cells({})).status(), kFailedPrecondition, kValueState);
  EXPECT_FAILS(Submit().status(), kFailedPrecondition, kNoData);
}

TEST_P(WorkflowTest, ADisputedValueCountsAsItIsSettled) {
  State("institution", ValueState::kDraft, {{"a", 10}});
  Ok(Submit());
  Ok(Dispute(Cells({"a"}), "the register says 12"));
  EXPECT_FAILS(Verify(Cells({"a"})).status(), kFailedPrecondition, kValueState);
  const ValueVersion answered = Ok(Answer({.value = 11, .source = "form 3"}));
  EXPECT_EQ(answered.state, ValueState::kAnswered);
  EXPECT_EQ(answered.value, 11);
  EXPECT_EQ(answered.source, "form 3");
  EXPECT_EQ(answered.act.reason, "because");
  EXPECT_FAILS(Settle(Settlement::kAccept, {}, kVerifier).status(), kPermissionDenied,
               kSecondPersonNeeded);
  const ValueVersion settled = Ok(Settle(Settlement::kAccept, {}));
  EXPECT_EQ(settled.state, ValueState::kVerified);
  EXPECT_EQ(Counts("a"), 11);
}

TEST_P(WorkflowTest, AReviewerCorrectsOrRejects) {
  State("agency", ValueState::kVerified, {{"a", 5}});
  State("institution", ValueState::kDraft, {{"a", 10}});
  Ok(Submit());
  Ok(Dispute(Cells({"a"}), "why ten?"));
  EXPECT_FAILS(Settle(Settlement::kCorrect, {}).status(), kInvalidArgument, kInvalidField);
  EXPECT_FAILS(Settle(Settlement::kAccept, {.value = 3}).status(), kInvalidArgument, kInvalidField);
  EXPECT_FAILS(Settle(Settlement::kCorrect, {.value = 1001}).status(), kInvalidArgument,
               kInvalidField);
  EXPECT_FAILS(Settle(Settlement::kCorrect, {.value = std::nan("")}).status(), kInvalidArgument,
               kInvalidField);
  EXPECT_EQ(Ok(Settle(Settlement::kReject, {})).state, ValueState::kRejected);
  EXPECT_EQ(Counts("a"), 5);  // the agency's stays
  EXPECT_FAILS(Settle(Settlement::kAccept, {}).status(), kFailedPrecondition, kValueState);
}

TEST_P(WorkflowTest, EveryFaultyVariableIsNamed) {
  State("institution", ValueState::kDraft, {{"a", 10}, {"b", 1}});
  const absl::Status refused = Verify(Cells({"a", "b", "nonsense"})).status();
  EXPECT_FAILS(refused, kFailedPrecondition, kValueState);
  ASSERT_EQ(DetailOf(refused).fields.size(), 3u);
  EXPECT_EQ(DetailOf(refused).fields[0].field, "variables: a");
  EXPECT_EQ(DetailOf(refused).fields[0].description, "is draft");
  EXPECT_THAT(DetailOf(refused).fields[2].description, HasSubstr("states no value"));
}

TEST_P(WorkflowTest, WhatChangedMeanwhileIsNotVerifiedUnseen) {
  State("institution", ValueState::kDraft, {{"a", 10}});
  Ok(Submit());
  State("institution", ValueState::kSubmitted, {{"a", 999}});
  EXPECT_FAILS(Verify(Cells({"a"}, "r2")).status(), kAborted, kStaleEtag);
  EXPECT_EQ(Ok(Verify(Cells({"a"}, "r3"))).cells, 1);
}

TEST_P(WorkflowTest, NobodyJudgesTheOwnInstitution) {
  State("institution", ValueState::kDraft, {{"a", 10}});
  Ok(Submit());
  EXPECT_FAILS(Verify(Cells({"a"}), {"admin tokens/a", "x", true}).status(), kPermissionDenied,
               kConflictOfInterest);
  EXPECT_FAILS(Verify(Cells({"a"}), kInstitution).status(), kPermissionDenied, kConflictOfInterest);
  EXPECT_FAILS(Verify(Cells({"a"}), {kInstitution.name, ""}).status(), kPermissionDenied,
               kSecondPersonNeeded);
}

// Whoever hands drafts in, he who entered them does not verify them.
TEST_P(WorkflowTest, WhoEnteredADraftDoesNotVerifyItThoughAnotherSubmits) {
  State("institution", ValueState::kDraft, {{"a", 10}});  // entered by "me"
  Ok(Submit());
  EXPECT_FAILS(Verify(Cells({"a"}), {"me"}).status(), kPermissionDenied, kSecondPersonNeeded);
  EXPECT_EQ(Ok(Verify(Cells({"a"}))).cells, 1);
}

TEST_P(WorkflowTest, SourcesCountInTheirOrderAndDiscrepanciesAreFound) {
  State("institution", ValueState::kVerified, {{"a", 98}, {"b", 5}});
  State("ministry", ValueState::kVerified, {{"a", 100}, {"b", 6}});
  EXPECT_EQ(Counts("a"), 100);  // 98 is within 2 %
  EXPECT_EQ(Counts("b"), 5);    // b prefers the institution
  const rankings::ComputedEdition computed = Ok(TryCompute());
  ASSERT_EQ(computed.findings.size(), 1u);
  EXPECT_EQ(computed.findings[0].rule, "source_discrepancy");
  EXPECT_EQ(computed.findings[0].unit, "x");
  EXPECT_EQ(computed.findings[0].message, "b: institution states 5, ministry 6; 5 counts");
  EXPECT_TRUE(EditionFixture::Verify(computed.edition).verified());
  EXPECT_EQ(Ok(Explain(computed.edition, "x")).values.at("a").act.origin, "ministry");
  // The record of an edition does not change with later statements.
  State("agency", ValueState::kVerified, {{"a", 70}});
  EXPECT_TRUE(EditionFixture::Verify(computed.edition).verified());
  EXPECT_EQ(Counts("a"), 70);
}

TEST_P(WorkflowTest, ChecksNameDiscrepanciesAndOutliers) {
  State("agency", ValueState::kVerified, {{"a", 60}, {"b", 1}}, "before");
  State("institution", ValueState::kDraft, {{"a", 91}, {"b", 100}});
  // 91 after 60 is +51.7 %; b states no max_change.
  EXPECT_THAT(Checks(), ElementsAre("outlier a institution 91 rankings/before 60"));
  State("ministry", ValueState::kSubmitted, {{"a", 80}});
  EXPECT_THAT(Checks(), ElementsAre("source_discrepancy a ministry 80 institution 91"));
  State("ministry", ValueState::kSubmitted, {{"a", 90}});
  EXPECT_THAT(Checks(), IsEmpty());  // within 2 %, and exactly +50 %
}

TEST_P(WorkflowTest, TheWholeArgumentStaysReadable) {
  State("institution", ValueState::kDraft, {{"a", 10}});
  Ok(Submit());
  Ok(Dispute(Cells({"a"}), "Неге он?"));
  Ok(Answer({.value = 11}));
  Ok(Settle(Settlement::kCorrect, {.value = 10.5}));
  const std::vector<ValueVersion> history = Ok(InRead(db(), [](sql::Tx& tx) {
    return rankings::ListValues(tx, {.ranking = "r", .history = true});
  }));
  std::vector<std::string> lines;
  for (const ValueVersion& v : history) {
    lines.push_back(absl::StrCat(rankings::ActName(v.act.kind), " ",
                                 rankings::ValueStateName(v.state), " ", *v.value, " ",
                                 v.act.entered_by, ": ", v.act.reason));
  }
  EXPECT_THAT(lines,
              ElementsAre("import draft 10 me: ", "submit submitted 10 institution tokens/i: ",
                          "dispute disputed 10 verifier tokens/v: Неге он?",
                          "answer answered 11 institution tokens/i: because",
                          "settle verified 10.5 verifier tokens/w: looked"));
}

TEST_P(WorkflowTest, ListsByStateAndInstitution) {
  State("institution", ValueState::kDraft, {{"a", 10}, {"b", 1}});
  State("agency", ValueState::kVerified, {{"a", 9}});
  const auto list = [&](const rankings::ValueQuery& query) {
    std::vector<std::string> lines;
    for (const ValueVersion& v :
         Ok(InRead(db(), [&](sql::Tx& tx) { return rankings::ListValues(tx, query); }))) {
      lines.push_back(absl::StrCat(v.variable, " ", v.act.origin));
    }
    return lines;
  };
  EXPECT_THAT(list({.ranking = "r"}), ElementsAre("a institution", "a agency", "b institution"));
  EXPECT_THAT(list({.ranking = "r", .state = ValueState::kDraft}),
              ElementsAre("a institution", "b institution"));
  EXPECT_THAT(list({.ranking = "r", .institution = "x", .state = ValueState::kVerified}),
              ElementsAre("a agency"));
  EXPECT_THAT(list({.ranking = "r", .institution = "y"}), IsEmpty());
}

}  // namespace
}  // namespace tarazy::testing
