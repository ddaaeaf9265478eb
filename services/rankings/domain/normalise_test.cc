#include "services/rankings/domain/normalise.h"

#include <gtest/gtest.h>

#include <cmath>

#include "services/rankings/domain/correctly_rounded.h"
#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

constexpr Direction kHigher{};
constexpr Direction kLower{Better::kLower};
Direction Target(double t) { return {Better::kTarget, t}; }

struct Row {
  const char* name;
  Normaliser normaliser;
  Direction direction;
  std::vector<double> set;
  double x;
  double n;
};

class NormaliseTest : public testing::TestWithParam<Row> {};

TEST_P(NormaliseTest, GivesTheTablesValue) {
  const Row& row = GetParam();
  Node leaf = PointsLeaf("1", 20, "x", row.normaliser);
  leaf.direction = row.direction;
  EXPECT_DOUBLE_EQ(Normalise(leaf, MakeReference(leaf, row.set), row.x), row.n);
}

const double kSd = std::sqrt(2.0 / 3);  // of 1, 2, 3
const double kOneSdAbove = 0.5 * CorrectlyRoundedErfc(-(1 / kSd) / std::sqrt(2.0));

INSTANTIATE_TEST_SUITE_P(
    Table, NormaliseTest,
    testing::Values(Row{"best", ShareOfBest{}, kHigher, {2, 5, 8}, 5, 0.625},
                    Row{"best_negative_x", ShareOfBest{}, kHigher, {-2, 5}, -2, 0},
                    Row{"best_nothing_positive", ShareOfBest{}, kHigher, {0, 0}, 0, 0},
                    Row{"best_lower", ShareOfBest{}, kLower, {2, 5, 8}, 8, 0.25},
                    Row{"best_lower_zero_x", ShareOfBest{}, kLower, {0, 5}, 0, 1},
                    Row{"best_lower_zero_min", ShareOfBest{}, kLower, {0, 5}, 5, 0},
                    Row{"best_lower_negative_min", ShareOfBest{}, kLower, {-1, 5}, 5, 0},
                    Row{"best_lower_negative_x", ShareOfBest{}, kLower, {-1, 5}, -1, 0},
                    Row{"best_target", ShareOfBest{}, Target(4), {2, 5, 8}, 5, 0.75},
                    Row{"minmax", MinMax{}, kHigher, {2, 5, 8}, 5, 0.5},
                    Row{"minmax_lower", MinMax{}, kLower, {2, 5, 10}, 4, 0.75},
                    Row{"minmax_constant", MinMax{}, kHigher, {3, 3}, 3, 1},
                    Row{"minmax_constant_lower", MinMax{}, kLower, {3, 3}, 3, 1},
                    Row{"minmax_imputed_outside", MinMax{}, kHigher, {2, 4}, 9, 1},
                    Row{"minmax_target", MinMax{}, Target(2), {2, 5, 10}, 10, 0},
                    Row{"minmax_target_all_there", MinMax{}, Target(3), {3, 3}, 3, 1},
                    Row{"z", ZScore{}, kHigher, {1, 2, 3}, 2, 0.5},
                    Row{"z_above", ZScore{}, kHigher, {1, 2, 3}, 3, kOneSdAbove},
                    Row{"z_lower", ZScore{}, kLower, {1, 2, 3}, 1, kOneSdAbove},
                    Row{"z_constant", ZScore{}, kHigher, {7, 7, 7}, 7, 0.5},
                    Row{"rank", RankShare{}, kHigher, {1, 2, 2, 5}, 5, 1},
                    Row{"rank_tied", RankShare{}, kHigher, {1, 2, 2, 5}, 2, 0.5},
                    Row{"rank_last", RankShare{}, kHigher, {1, 2, 2, 5}, 1, 0},
                    Row{"rank_lower", RankShare{}, kLower, {1, 2, 2, 5}, 1, 1},
                    Row{"rank_alone", RankShare{}, kHigher, {4}, 4, 1},
                    Row{"rank_imputed", RankShare{}, kHigher, {1, 3}, 2, 0.5},
                    Row{"percentile", Percentile{}, kHigher, {1, 2, 2, 5}, 2, 0.5},
                    Row{"percentile_top", Percentile{}, kHigher, {1, 2, 2, 5}, 5, 0.875},
                    Row{"percentile_lower", Percentile{}, kLower, {1, 2, 2, 5}, 5, 0.125},
                    Row{"posts", Goalposts{10, 30}, kHigher, {1}, 15, 0.25},
                    Row{"posts_above", Goalposts{10, 30}, kHigher, {1}, 45, 1},
                    Row{"posts_lower", Goalposts{10, 30}, kLower, {1}, 15, 0.75},
                    Row{"posts_lower_above", Goalposts{10, 30}, kLower, {1}, 45, 0},
                    Row{"reached", Reached{5}, kHigher, {1}, 5, 1},
                    Row{"not_reached", Reached{5}, kHigher, {1}, 4.9, 0},
                    Row{"reached_lower", Reached{5}, kLower, {1}, 5, 1},
                    Row{"not_reached_lower", Reached{5}, kLower, {1}, 5.1, 0},
                    Row{"identity", Identity{}, kHigher, {1}, 12.5, 12.5},
                    Row{"identity_clamped", Identity{}, kHigher, {1}, 25, 20},
                    Row{"identity_clamped_below", Identity{}, kHigher, {1}, -3, 0}),
    [](const auto& row) { return row.param.name; });

const Bands kUp{{{10, 4}, {20, 12}, {40, 20}}, false};
const Bands kDown{{{40, 4}, {20, 12}, {10, 20}}, false};
Bands Interpolated(Bands bands) {
  bands.interpolate = true;
  return bands;
}

INSTANTIATE_TEST_SUITE_P(
    Bands, NormaliseTest,
    testing::Values(Row{"below", kUp, kHigher, {1}, 9, 0}, Row{"at", kUp, kHigher, {1}, 10, 4},
                    Row{"between", kUp, kHigher, {1}, 39, 12},
                    Row{"above", kUp, kHigher, {1}, 99, 20},
                    Row{"down_below", kDown, kLower, {1}, 41, 0},
                    Row{"down_at", kDown, kLower, {1}, 20, 12},
                    Row{"down_above", kDown, kLower, {1}, 3, 20},
                    Row{"line", Interpolated(kUp), kHigher, {1}, 15, 8},
                    Row{"line_flat_below", Interpolated(kUp), kHigher, {1}, 1, 4},
                    Row{"line_flat_above", Interpolated(kUp), kHigher, {1}, 99, 20},
                    Row{"line_down", Interpolated(kDown), kLower, {1}, 15, 16}),
    [](const auto& row) { return row.param.name; });

TEST(LeafValueTest, IsPointsOrAHundredOrTheValueItself) {
  EXPECT_EQ(LeafValue(PointsLeaf("1", 15, "x"), 0.5), 7.5);
  EXPECT_EQ(LeafValue(WeightLeaf("1", 3, "x", MinMax{}), 0.5), 50);
  EXPECT_EQ(LeafValue(WeightLeaf("1", 3, "x", Identity{}), 120), 120);
  EXPECT_EQ(Normalise(WeightLeaf("1", 3, "x", Identity{}), Reference{.size = 1}, 120), 120);
  EXPECT_EQ(LeafValue(PointsLeaf("1", 15, "x", kUp), 12), 12);
}

TEST(ReferenceTest, LeavesOutMissingValues) {
  Node leaf = WeightLeaf("1", 1, "x", ZScore{});
  leaf.missing = Missing::kMedian;
  const Reference s = MakeReference(leaf, std::vector<double>{4, kAbsent, 1, 3, 2});
  EXPECT_EQ(s.size, 4);
  EXPECT_EQ(s.min, 1);
  EXPECT_EQ(s.max, 4);
  EXPECT_EQ(s.mean, 2.5);
  EXPECT_EQ(s.median, 2.5);
  EXPECT_EQ(s.sd, std::sqrt(1.25));
  EXPECT_EQ(MakeReference(leaf, std::vector<double>{kAbsent}).size, 0);
}

}  // namespace
}  // namespace tarazy::rankings
