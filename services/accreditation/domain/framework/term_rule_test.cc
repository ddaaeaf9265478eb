#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/framework/lint.h"
#include "services/accreditation/domain/framework/rules.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Row {
  std::optional<double> improvement;
  std::optional<int> failed;
  std::optional<double> strength;
  v1::DecisionKind outcome;
  int years = 0;
};

// "rule node" of what is wrong with these rows when 1, 3, 5 and 7 years may be granted.
std::vector<std::string> FindingsOf(const std::vector<Row>& rows) {
  v1::Framework framework;
  v1::ProcedureRules& rules = *framework.mutable_procedure();
  for (const int years : {1, 3, 5, 7}) rules.add_terms(years);
  rules.mutable_term_rule()->set_version("1");
  for (const Row& given : rows) {
    v1::TermRow& row = *rules.mutable_term_rule()->add_rows();
    if (given.improvement.has_value()) row.set_max_improvement_share(*given.improvement);
    if (given.failed.has_value()) row.set_max_failed(*given.failed);
    if (given.strength.has_value()) row.set_min_strength_share(*given.strength);
    row.set_outcome(given.outcome);
    row.set_years(given.years);
  }
  std::vector<FrameworkFinding> findings;
  LintTermRule(framework, findings);
  std::vector<std::string> lines;
  for (const FrameworkFinding& finding : findings) {
    EXPECT_TRUE(finding.error) << finding.rule;
    lines.push_back(absl::StrCat(finding.rule, " ", finding.node));
  }
  return lines;
}

constexpr auto kGrant = v1::DECISION_KIND_GRANT;
constexpr auto kConditions = v1::DECISION_KIND_GRANT_CONDITIONALLY;
constexpr auto kDefer = v1::DECISION_KIND_DEFER;
constexpr auto kRefuse = v1::DECISION_KIND_REFUSE;

TEST(TermRuleLint, IsSilentAboutATableThatDecidesEverything) {
  EXPECT_THAT(FindingsOf({{5, 0, 5, kGrant, 7},
                          {10, 0, {}, kGrant, 5},
                          {20, 0, {}, kGrant, 3},
                          {30, 1, {}, kConditions, 1},
                          {40, 2, {}, kDefer},
                          {{}, {}, {}, kRefuse}}),
              IsEmpty());
}

TEST(TermRuleLint, RowsStandMostFavourableFirst) {
  EXPECT_THAT(FindingsOf({{10, 0, {}, kGrant, 3}, {20, 0, {}, kGrant, 5}, {{}, {}, {}, kRefuse}}),
              ElementsAre("term_order 2"));
  EXPECT_THAT(
      FindingsOf({{10, 0, {}, kConditions, 5}, {20, 0, {}, kGrant, 1}, {{}, {}, {}, kDefer}}),
      ElementsAre("term_order 2"));
}

TEST(TermRuleLint, ARowBehindAWiderOneNeverDecides) {
  EXPECT_THAT(FindingsOf({{20, {}, {}, kGrant, 5}, {10, 0, {}, kGrant, 3}, {{}, {}, {}, kRefuse}}),
              ElementsAre("term_unreachable 2"));
  // With half strengths at most half is improvement; without improvement nothing has failed.
  EXPECT_THAT(FindingsOf({{50, {}, {}, kGrant, 5}, {{}, {}, 50, kGrant, 3}, {{}, {}, {}, kRefuse}}),
              ElementsAre("term_unreachable 2"));
  EXPECT_THAT(FindingsOf({{50, 0, {}, kGrant, 5}, {0, 3, {}, kGrant, 3}, {{}, {}, {}, kRefuse}}),
              ElementsAre("term_unreachable 2"));
  EXPECT_THAT(FindingsOf({{50, 0, {}, kGrant, 5}, {40, 1, {}, kGrant, 3}, {{}, {}, {}, kRefuse}}),
              IsEmpty());
}

TEST(TermRuleLint, TermsAreAmongThoseThatMayBeGranted) {
  EXPECT_THAT(FindingsOf({{10, {}, {}, kGrant, 6}, {{}, {}, {}, kRefuse, 1}}),
              ElementsAre("term_years 1", "term_years 2"));
  EXPECT_THAT(FindingsOf({{10, {}, {}, kGrant, 0}, {{}, {}, {}, kRefuse}}),
              ElementsAre("term_years 1"));
}

TEST(TermRuleLint, SuggestsOnlyWhatACouncilDecidesAboutAnApplication) {
  EXPECT_THAT(FindingsOf({{10, {}, {}, kGrant, 5}, {{}, {}, {}, v1::DECISION_KIND_WITHDRAW}}),
              ElementsAre("term_outcome 2"));
}

TEST(TermRuleLint, TheLastRowTakesTheRest) {
  EXPECT_THAT(FindingsOf({{10, {}, {}, kGrant, 5}}), ElementsAre("term_not_exhaustive 1"));
  EXPECT_THAT(FindingsOf({{10, {}, {}, kGrant, 5}, {{}, 9, {}, kRefuse}}),
              ElementsAre("term_not_exhaustive 2"));
  EXPECT_THAT(FindingsOf({{100, {}, 0, kGrant, 5}}), IsEmpty());
}

}  // namespace
}  // namespace tarazy::accreditation
