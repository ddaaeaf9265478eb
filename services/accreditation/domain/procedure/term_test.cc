#include "services/accreditation/domain/procedure/term.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAre;

// One standard of 64 criteria and a table of five rows.
v1::Framework Sixtyfour() {
  v1::Framework framework;
  const auto mark = [&](const char* id, v1::MarkMeaning meaning) {
    v1::ScaleMark& added = *framework.add_scale();
    added.set_id(id);
    added.set_meaning(meaning);
  };
  mark("strong", v1::MARK_MEANING_STRENGTH);
  mark("satisfactory", v1::MARK_MEANING_MET);
  mark("improvement", v1::MARK_MEANING_IMPROVEMENT);
  mark("unsatisfactory", v1::MARK_MEANING_FAILED);
  mark("not-applicable", v1::MARK_MEANING_NOT_APPLICABLE);
  v1::Standard& standard = *framework.add_standards();
  standard.set_code("6");
  for (int i = 1; i <= 64; ++i) standard.add_criteria()->set_code(absl::StrCat("6.", i));
  v1::TermRule& rule = *framework.mutable_procedure()->mutable_term_rule();
  rule.set_version("1");
  const auto row = [&](double improvement, int failed, v1::DecisionKind outcome, int years) {
    v1::TermRow& added = *rule.add_rows();
    added.set_max_improvement_share(improvement);
    added.set_max_failed(failed);
    added.set_outcome(outcome);
    added.set_years(years);
    return &added;
  };
  row(5, 0, v1::DECISION_KIND_GRANT, 7)->set_min_strength_share(5);
  row(10, 0, v1::DECISION_KIND_GRANT, 5);
  row(20, 0, v1::DECISION_KIND_GRANT, 3);
  row(40, 1, v1::DECISION_KIND_GRANT_CONDITIONALLY, 1);
  rule.add_rows()->set_outcome(v1::DECISION_KIND_REFUSE);
  return framework;
}

struct Given {
  int strong, improvement, unsatisfactory, not_applicable;
};

// The rest of 64 is satisfactory.
v1::Case Marked(const Given& given, const char* programme = "6B04107") {
  v1::Case record;
  v1::Cluster& cluster = *record.add_clusters();
  cluster.set_reported(true);
  cluster.add_programmes()->set_code(programme);
  int at = 1;
  const auto mark = [&](int count, const char* id) {
    for (int i = 0; i < count; ++i) {
      v1::Evaluation& evaluation = *record.add_evaluations();
      evaluation.set_criterion(absl::StrCat("6.", at++));
      evaluation.set_mark(id);
    }
  };
  mark(given.strong, "strong");
  mark(given.improvement, "improvement");
  mark(given.unsatisfactory, "unsatisfactory");
  mark(given.not_applicable, "not-applicable");
  mark(64 - (at - 1), "satisfactory");
  return record;
}

TEST(SuggestTerm, TheFirstRowThatHoldsDecides) {
  struct Expected {
    Given given;
    int row;
    v1::DecisionKind outcome;
    int years;
  };
  for (const Expected& expected : std::vector<Expected>{
           {{4, 3, 0, 0}, 1, v1::DECISION_KIND_GRANT, 7},  // strengths 6.25 %, improvement 4.7 %
           {{1, 6, 0, 0}, 2, v1::DECISION_KIND_GRANT, 5},  // the report's 1 / 57 / 6 / 0: 9.4 %
           {{1, 7, 0, 0}, 3, v1::DECISION_KIND_GRANT, 3},  // 10.9 %
           {{0, 6, 0, 4}, 2, v1::DECISION_KIND_GRANT, 5},  // 6 of 60: exactly 10 %
           {{0, 6, 0, 5}, 3, v1::DECISION_KIND_GRANT, 3},  // 6 of 59
           {{1, 0, 1, 0}, 4, v1::DECISION_KIND_GRANT_CONDITIONALLY, 1},
           {{0, 25, 1, 0}, 5, v1::DECISION_KIND_REFUSE, 0},  // 26 of 64: 40.6 %
           {{0, 0, 2, 0}, 5, v1::DECISION_KIND_REFUSE, 0}}) {
    const auto suggested = SuggestTerm(Marked(expected.given), Sixtyfour());
    ASSERT_TRUE(suggested.ok()) << suggested.status();
    ASSERT_EQ(suggested->size(), 1u);
    const v1::TermSuggestion& suggestion = suggested->front();
    EXPECT_EQ(suggestion.row(), expected.row) << suggestion.DebugString();
    EXPECT_EQ(suggestion.outcome(), expected.outcome);
    EXPECT_EQ(suggestion.years(), expected.years);
    EXPECT_EQ(suggestion.explanation_size(), expected.row);
    EXPECT_EQ(suggestion.rule_version(), "1");
    EXPECT_EQ(suggestion.programme(), "6B04107");
  }
}

TEST(SuggestTerm, ExplainsEveryRowThatItTried) {
  const auto suggested = SuggestTerm(Marked({1, 6, 0, 0}), Sixtyfour());
  ASSERT_TRUE(suggested.ok());
  EXPECT_THAT(suggested->front().explanation(),
              ElementsAre("row 1 (grant for 7 years) does not hold: improvement or worse 6 of 64 "
                          "(9.38 %), but at most 5 % is asked; failed 0, at most 0 is asked; "
                          "strengths 1 of 64 (1.56 %), but at least 5 % is asked",
                          "row 2 (grant for 5 years) holds: improvement or worse 6 of 64 "
                          "(9.38 %), at most 10 % is asked; failed 0, at most 0 is asked"));
}

TEST(SuggestTerm, ATableWithoutARowForTheMarksSuggestsNothing) {
  v1::Framework framework = Sixtyfour();
  framework.mutable_procedure()->mutable_term_rule()->mutable_rows()->RemoveLast();
  const auto suggested = SuggestTerm(Marked({0, 0, 2, 0}), framework);
  ASSERT_TRUE(suggested.ok());
  EXPECT_EQ(suggested->front().row(), 0);
  EXPECT_EQ(suggested->front().outcome(), v1::DECISION_KIND_UNSPECIFIED);
  EXPECT_EQ(suggested->front().explanation_size(), 4);
}

TEST(SuggestTerm, NamesEveryMarkThatIsMissing) {
  v1::Case record = Marked({0, 0, 0, 0});
  record.mutable_evaluations()->RemoveLast();
  record.mutable_evaluations()->RemoveLast();
  const auto suggested = SuggestTerm(record, Sixtyfour());
  EXPECT_EQ(suggested.status().code(), absl::StatusCode::kFailedPrecondition);
  const ErrorDetail detail = DetailOf(suggested.status());
  EXPECT_EQ(detail.reason, Reason::kCaseIncomplete);
  ASSERT_EQ(detail.fields.size(), 2u);
  EXPECT_EQ(detail.fields[1].description, "criterion 6.64 of 6B04107 has no mark");
}

TEST(SuggestTerm, NeedsATableAndSomethingThatApplies) {
  v1::Framework framework = Sixtyfour();
  EXPECT_EQ(DetailOf(SuggestTerm(Marked({0, 0, 0, 64}), framework).status()).reason,
            Reason::kCaseIncomplete);
  framework.mutable_procedure()->clear_term_rule();
  EXPECT_EQ(DetailOf(SuggestTerm(Marked({0, 0, 0, 0}), framework).status()).reason,
            Reason::kNoData);
}

}  // namespace
}  // namespace tarazy::accreditation
