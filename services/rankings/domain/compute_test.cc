#include "services/rankings/domain/compute.h"

#include <gmock/gmock.h>

#include <cmath>

#include "common/base/error.h"
#include "services/rankings/domain/digest.h"
#include "services/rankings/domain/node_ranks.h"
#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ComputeTest, RanksByPublishedScore) {
  const Methodology m = MethodologyOf(
      {"a", "b"}, {PointsLeaf("1", 60, "100 * a / b"), PointsLeaf("2", 40, "b", MinMax{})});
  const Result r = Computed(m, DatasetOf({{5, 8, 10}, {10, 10, 40}}));
  EXPECT_THAT(Published(r), ElementsAre("37.50", "60.00", "58.75"));
  EXPECT_THAT(Ranks(r), ElementsAre(3, 1, 2));
  EXPECT_EQ(r.maximum, 100);
  EXPECT_THAT(r.events, IsEmpty());
}

TEST(ComputeTest, ArwuIsSixIdentityLeavesScaledToTheBest) {
  std::vector<Node> leaves;
  const double weights[] = {10, 20, 20, 20, 20, 10};
  for (int i = 0; i < 6; ++i) {
    leaves.push_back(WeightLeaf(absl::StrCat("1.", i + 1), weights[i], absl::StrCat("v", i)));
  }
  Methodology m = MethodologyOf({"v0", "v1", "v2", "v3", "v4", "v5"},
                                {Parent("1", {CombineKind::kWeightedMean}, leaves)});
  m.final_scale = {FinalScaleKind::kBestIs, 100};
  m.decimals = 1;
  // Harvard and Stanford of 2015, from the published scores, which are rounded themselves: the
  // published total of Stanford, 73.3, came from unrounded ones.
  const Result r = Computed(
      m,
      DatasetOf({{100, 40.7}, {100, 89.6}, {100, 80.1}, {100, 70.1}, {100, 70.6}, {76.6, 53.8}}));
  EXPECT_THAT(Published(r), ElementsAre("100.0", "73.2"));
}

TEST(ComputeTest, MissingPolicies) {
  const auto score_of_u3 = [](Missing missing) {
    Node leaf = PointsLeaf("1", 10, "a", MinMax{});
    leaf.missing = missing;
    const Methodology m =
        MethodologyOf({"a", "b"}, {Parent("0", {}, {leaf, PointsLeaf("2", 20, "b", MinMax{})})});
    // b of u3 is half way: 10 of 20 points; mean of a 4, median 3.
    return Computed(m, DatasetOf({{1, 3, kAbsent, 8}, {0, 5, 10, 20}}));
  };
  EXPECT_EQ(score_of_u3(Missing::kZero).units[2].total, 10);
  EXPECT_DOUBLE_EQ(score_of_u3(Missing::kMean).units[2].total, 10 + 10 * 3 / 7.0);
  EXPECT_DOUBLE_EQ(score_of_u3(Missing::kMedian).units[2].total, 10 + 10 * 2 / 7.0);
  EXPECT_EQ(score_of_u3(Missing::kRedistribute).units[2].total, 15);
  EXPECT_EQ(score_of_u3(Missing::kNotApplicable).units[2].total, 15);
  EXPECT_THAT(score_of_u3(Missing::kNotApplicable).events, IsEmpty());
  EXPECT_EQ(score_of_u3(Missing::kRedistribute).events.size(), 1u);
  const Result excluded = score_of_u3(Missing::kExcludeUnit);
  EXPECT_EQ(excluded.units[2].standing, Standing::kExcluded);
  EXPECT_THAT(excluded.units[2].reason, HasSubstr("no value for 1"));
  EXPECT_TRUE(std::isnan(excluded.values.at(0, 2)));
  EXPECT_EQ(excluded.leaves[1].groups[0].size, 3);  // u3 is in no S
  EXPECT_THAT(Ranks(excluded), ElementsAre(3, 2, 0, 1));
}

TEST(ComputeTest, AMissingParentIsCarriedByItsSiblings) {
  Node leaf = PointsLeaf("1.1", 10, "a", MinMax{});
  leaf.missing = Missing::kRedistribute;
  const Methodology m = MethodologyOf(
      {"a", "b"}, {Parent("0", {}, {Parent("1", {}, {leaf}), PointsLeaf("2", 20, "b", MinMax{})})});
  const Result r = Computed(m, DatasetOf({{kAbsent, 1}, {10, 20}}));
  EXPECT_TRUE(std::isnan(r.values.at(1, 0)));
  EXPECT_EQ(r.units[0].total, 0);
  Node top = leaf;
  const Result alone = Computed(MethodologyOf({"a"}, {top}), DatasetOf({{kAbsent, 1}}));
  EXPECT_EQ(alone.units[0].total, 0);  // a missing top-level node counts 0
}

TEST(ComputeTest, UndefinedValuesAreMissingWithAFinding) {
  const Methodology m = MethodologyOf({"a", "b"}, {PointsLeaf("1", 10, "a / b")});
  const Dataset d = DatasetOf({{1, 2, kAbsent}, {0, 2, 1}});
  const Result r = Computed(m, d);
  EXPECT_THAT(Rules(Findings(m, d, r)), ElementsAre("undefined_value 1 u1", "missing_value 1 u3"));
  EXPECT_THAT(Published(r), ElementsAre("0.00", "10.00", "0.00"));
}

TEST(ComputeTest, FindingsAreInTreeThenUnitOrder) {
  const Methodology m = MethodologyOf(
      {"a", "b", "c"}, {PointsLeaf("1", 10, "a", Identity{}), PointsLeaf("2", 10, "b"),
                        PointsLeaf("3", 10, "c", ZScore{})});
  const Dataset d = DatasetOf({{11, -1, 5}, {-2, kAbsent, 4}, {7, 7, 7}});
  EXPECT_THAT(Rules(Findings(m, d, Computed(m, d))),
              ElementsAre("clamped_value 1 u1", "clamped_value 1 u2", "negative_value 2 u1",
                          "missing_value 2 u2", "constant_indicator 3"));
  EXPECT_EQ(Findings(m, d, Computed(m, d), 2).size(), 2u);
}

TEST(ComputeTest, MinAvailableComesBeforeExcludeUnit) {
  Node strict = PointsLeaf("1", 10, "a");
  strict.missing = Missing::kExcludeUnit;
  Node unasked = PointsLeaf("4", 10, "d");
  unasked.missing = Missing::kNotApplicable;
  Methodology m = MethodologyOf(
      {"a", "b", "c", "d"}, {strict, PointsLeaf("2", 10, "b"), PointsLeaf("3", 10, "c"), unasked});
  m.inclusion.min_available = 0.6;
  const double x = kAbsent;
  // Counted are 1, 2 and 3: u1 has 3, u2 has 1, u3 has 2 without the strict one.
  const Result r = Computed(m, DatasetOf({{1, x, x}, {1, 1, 1}, {1, x, 1}, {x, 1, 1}}));
  EXPECT_THAT(Ranks(r), ElementsAre(1, 0, 0));
  EXPECT_THAT(r.units[1].reason, HasSubstr("1 of 3"));
  EXPECT_THAT(r.units[2].reason, HasSubstr("exclude_unit"));
}

TEST(ComputeTest, BelowTheShareOfPointsIsListedNotRanked) {
  Methodology m = MethodologyOf({"a"}, {PointsLeaf("1", 100, "a")});
  m.declared_total = 100;
  m.inclusion.min_share_of_points = 0.5;
  m.final_scale = {FinalScaleKind::kOutOf, 1000};
  const Result r = Computed(m, DatasetOf({{100, 50, 49}}));
  EXPECT_THAT(Published(r), ElementsAre("1000.00", "500.00", "490.00"));
  EXPECT_THAT(Ranks(r), ElementsAre(1, 2, 0));
  EXPECT_EQ(r.units[2].standing, Standing::kUnranked);
}

TEST(ComputeTest, ANonpositiveBestLeavesScoresAlone) {
  Methodology m = MethodologyOf({"a"}, {PointsLeaf("1", 10, "a")});
  m.final_scale = {FinalScaleKind::kBestIs, 100};
  const Dataset d = DatasetOf({{0, 0}});
  const Result r = Computed(m, d);
  EXPECT_THAT(Published(r), ElementsAre("0.00", "0.00"));
  EXPECT_THAT(Rules(Findings(m, d, r)), Contains("nonpositive_best "));
}

TEST(ComputeTest, GroupsNormaliseAndRankApart) {
  Methodology m = MethodologyOf({"a"}, {PointsLeaf("1", 10, "a")});
  m.groups = Groups{.by = "category", .normalize_within = true, .rank_within = true};
  Dataset d = DatasetOf({{10, 5, 4, 2}});
  EXPECT_EQ(DetailOf(Compute(m, d).status()).reason, Reason::kUnitWithoutGroup);
  d.groups = {"art", "art", "med", "med"};
  const Result r = Computed(m, d);
  EXPECT_THAT(Published(r), ElementsAre("10.00", "5.00", "10.00", "5.00"));
  EXPECT_THAT(Ranks(r), ElementsAre(1, 2, 1, 2));
  m.groups->normalize_within = false;
  EXPECT_THAT(Published(Computed(m, d)), ElementsAre("10.00", "5.00", "4.00", "2.00"));
}

TEST(ComputeTest, RefusesWhatItCannotCompute) {
  Methodology m = MethodologyOf({"a"}, {PointsLeaf("1", 10, "a")});
  EXPECT_EQ(DetailOf(Compute(m, Dataset{.columns = {{}}}).status()).reason, Reason::kNoData);
  EXPECT_FALSE(Compute(m, DatasetOf({{1}, {2}})).ok());
  EXPECT_FALSE(Compute(m, DatasetOf({{INFINITY}})).ok());
  Dataset unordered = DatasetOf({{1, 2}});
  std::swap(unordered.units[0], unordered.units[1]);
  EXPECT_FALSE(Compute(m, unordered).ok());
  m.indicators[0].value = F("b");
  EXPECT_EQ(DetailOf(Compute(m, DatasetOf({{1}})).status()).reason, Reason::kMethodologyInvalid);
  const Methodology huge =
      MethodologyOf({"a"}, {Parent("0", {CombineKind::kWeightedMean}, {WeightLeaf("1", 1, "a")})});
  EXPECT_FALSE(Compute(huge, DatasetOf({{1e300}})).ok());
}

Methodology Mixed() {
  Node redistributed = WeightLeaf("1.1", 2, "a / b", ZScore{});
  redistributed.missing = Missing::kRedistribute;
  Node imputed = WeightLeaf("1.2", 1, "b", Percentile{});
  imputed.missing = Missing::kMean;
  Node weighted = Parent("1", {CombineKind::kWeightedMean},
                         {redistributed, imputed, WeightLeaf("1.3", 3, "c", RankShare{})});
  weighted.points = 60;
  Node geometric = Parent("2", {CombineKind::kGeometric},
                          {WeightLeaf("2.1", 1, "c", MinMax{}), WeightLeaf("2.2", 2, "a * c")});
  geometric.points = 20;
  Node best = Parent("3", {CombineKind::kBestOf, 2},
                     {PointsLeaf("3.1", 10, "log(c + 1)"), PointsLeaf("3.2", 20, "a"),
                      PointsLeaf("3.3", 30, "b")});
  best.points = 25;
  Methodology m = MethodologyOf({"a", "b", "c"}, {weighted, geometric, best});
  m.final_scale = {FinalScaleKind::kBestIs, 100};
  return m;
}

Dataset RandomDataset(int units) {
  std::vector<std::vector<double>> columns(3);
  uint64_t state = 5;
  for (int i = 0; i < units * 3; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const double value = static_cast<double>(state >> 40) / 1e5;
    columns[i % 3].push_back(state % 11 == 0 ? kAbsent : state % 13 == 0 ? 0 : value);
  }
  Dataset d;
  for (int u = 0; u < units; ++u)
    d.units.push_back(absl::StrCat("u", absl::Dec(u, absl::kZeroPad6)));
  d.columns = std::move(columns);
  return d;
}

std::string Bytes(const Dataset& d, const Result& r) {
  std::string bytes;
  WriteResultBytes(d, r, [&](absl::string_view more) { bytes.append(more.data(), more.size()); });
  return bytes;
}

TEST(ComputeTest, ThreadsDoNotShowInAnyBit) {
  const Methodology m = Mixed();
  const Dataset d = RandomDataset(20000);
  const Result one = Computed(m, d, 1);
  const std::string bytes = Bytes(d, one);
  for (const int threads : {2, 5}) {
    const Result other = Computed(m, d, threads);
    EXPECT_TRUE(Bytes(d, other) == bytes) << threads;
    EXPECT_TRUE(other.events == one.events) << threads;
  }
  Result reused = Computed(m, RandomDataset(300));
  ASSERT_TRUE(ComputeInto(m, d, {.threads = 2}, reused).ok());
  EXPECT_TRUE(Bytes(d, reused) == bytes);
}

TEST(ComputeTest, ReportsProgressUpToTheEnd) {
  std::vector<double> shares;
  const Methodology m = MethodologyOf({"a"}, {PointsLeaf("1", 10, "a")});
  ASSERT_TRUE(
      Compute(m, DatasetOf({{1}}), {.progress = [&](double s) { shares.push_back(s); }}).ok());
  EXPECT_EQ(shares.back(), 1);
}

TEST(NodeRanksTest, BothWaysAgree) {
  Methodology m = Mixed();
  m.decimals = 1;  // many ties
  Dataset d = RandomDataset(500);
  m.groups = Groups{.rank_within = true};
  for (size_t u = 0; u < d.units.size(); ++u) d.groups.push_back(u % 3 == 0 ? "x" : "y");
  const Result r = Computed(m, d);
  const Matrix<int> all = NodeRanks(m, r);
  for (int u = 0; u < 500; u += 7) {
    const std::vector<int> one = NodeRanksOf(m, r, u);
    for (size_t node = 0; node < one.size(); ++node) ASSERT_EQ(one[node], all.at(node, u));
  }
}

}  // namespace
}  // namespace tarazy::rankings
