#include "services/rankings/domain/unit_report.h"

#include <gmock/gmock.h>

#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

using testing::HasSubstr;

TEST(UnitReportTest, ExplainsAScoreDownToTheEnteredValues) {
  Node guarded = PointsLeaf("1.2", 10, "if(c > 0, a / c, -1 * d)", MinMax{});
  guarded.missing = Missing::kMean;
  const Methodology m = MethodologyOf(
      {"a", "b", "c", "d"}, {Parent("1", {}, {PointsLeaf("1.1", 20, "100 * a / b"), guarded})});
  const Dataset d = DatasetOf({{5, 8, 9}, {10, 10, 9}, {5, 1, kAbsent}, {-1, -2, -3}});
  const Result r = Computed(m, d);
  const auto report = ExplainUnit(m, d, r, "u1");
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->nodes.size(), 3u);
  const NodeReport& root = report->nodes[0];
  EXPECT_EQ(root.code, "1");
  EXPECT_FALSE(root.leaf);
  EXPECT_EQ(root.max_points, 30);
  EXPECT_EQ(root.shown.ToString(), "10.00");
  EXPECT_EQ(root.rank, 3);
  const NodeReport& leaf = report->nodes[1];
  EXPECT_EQ(leaf.depth, 1);
  EXPECT_EQ(leaf.value, 50);
  EXPECT_EQ(leaf.normalised, 0.5);
  EXPECT_EQ(leaf.points, 10);
  EXPECT_EQ(leaf.formula, "100 * a / b");
  EXPECT_EQ(leaf.substituted, "100 * 5 / 10");
  EXPECT_EQ(leaf.reference.unit, "u3");
  EXPECT_EQ(leaf.reference.value, 100);
  EXPECT_EQ(leaf.reference.size, 3);
  EXPECT_THAT(leaf.explanation, HasSubstr("highest of 3 units, 100 (u3): 0.5"));
  const NodeReport& other = report->nodes[2];
  EXPECT_EQ(other.substituted, "if(5 > 0, 5 / 5, -1 * d)");  // d plays no part
  ASSERT_EQ(other.used.size(), 2u);
  EXPECT_EQ(other.used[0].name, "c");
  EXPECT_EQ(other.reference.unit, "u2");
}

TEST(UnitReportTest, TellsWhatStandsInForAMissingValue) {
  Node leaf = PointsLeaf("1", 10, "a", MinMax{});
  leaf.missing = Missing::kMean;
  const Methodology m = MethodologyOf({"a"}, {leaf});
  const Dataset d = DatasetOf({{0, 4, kAbsent}});
  const auto report = ExplainUnit(m, d, Computed(m, d), "u3");
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->nodes[0].imputed);
  EXPECT_EQ(report->nodes[0].value, 2);
  EXPECT_EQ(report->nodes[0].normalised, 0.5);
  EXPECT_EQ(report->nodes[0].substituted, "absent");
  EXPECT_THAT(report->nodes[0].explanation, HasSubstr("the mean 2 stands in"));
}

TEST(UnitReportTest, KnowsExcludedAndUnknownUnits) {
  Node leaf = PointsLeaf("1", 10, "a");
  leaf.missing = Missing::kExcludeUnit;
  const Methodology m = MethodologyOf({"a"}, {leaf});
  const Dataset d = DatasetOf({{1, kAbsent}});
  const Result r = Computed(m, d);
  const auto report = ExplainUnit(m, d, r, "u2");
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->result.standing, Standing::kExcluded);
  EXPECT_TRUE(IsAbsent(report->nodes[0].points));
  EXPECT_EQ(report->nodes[0].rank, 0);
  EXPECT_FALSE(ExplainUnit(m, d, r, "u9").ok());
}

TEST(UnitReportTest, EveryNormaliserHasASentence) {
  const Normaliser kinds[] = {ShareOfBest{},   MinMax{},     ZScore{},
                              RankShare{},     Percentile{}, Identity{},
                              Goalposts{0, 9}, Reached{3},   Bands{{{1, 2}}, false}};
  for (const Normaliser& kind : kinds) {
    const Methodology m = MethodologyOf({"a"}, {PointsLeaf("1", 10, "a", kind)});
    const Dataset d = DatasetOf({{1, 3, 5}});
    const auto report = ExplainUnit(m, d, Computed(m, d), "u2");
    ASSERT_TRUE(report.ok());
    EXPECT_FALSE(report->nodes[0].explanation.empty());
  }
}

}  // namespace
}  // namespace tarazy::rankings
