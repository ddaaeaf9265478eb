#include "services/rankings/domain/combine.h"

#include <gmock/gmock.h>

#include <array>
#include <cmath>

#include "services/rankings/domain/maximum.h"
#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;

// One unit; children as {value, maximum, weight}.
double Combined(const Combine& combine, const std::vector<std::array<double, 3>>& rows) {
  std::vector<Child> children;
  for (const auto& row : rows) {
    children.push_back({.values = &row[0], .maximum = row[1], .weight = row[2]});
  }
  double out = -1;
  CombineChildren(combine, children, absl::MakeSpan(&out, 1));
  return out;
}

constexpr double kNone = kAbsent;
constexpr Combine kSum{};
constexpr Combine kBestTwo{CombineKind::kBestOf, 2};
constexpr Combine kMin{CombineKind::kMin};
constexpr Combine kMean{CombineKind::kWeightedMean};
constexpr Combine kGeometric{CombineKind::kGeometric};
constexpr Combine kHarmonic{CombineKind::kHarmonic};

TEST(CombineTest, Sum) {
  EXPECT_EQ(Combined(kSum, {{3, 10, 0}, {4, 20, 0}}), 7);
  // 3 of 10 carries the share of the missing 20: 3 * 30 / 10.
  EXPECT_EQ(Combined(kSum, {{3, 10, 0}, {kNone, 20, 0}}), 9);
  EXPECT_TRUE(std::isnan(Combined(kSum, {{kNone, 10, 0}, {kNone, 20, 0}})));
  EXPECT_TRUE(std::isnan(Combined(kSum, {{0, 0, 0}, {kNone, 20, 0}})));
  EXPECT_EQ(Combined(kSum, {{0, 0, 0}, {0, 0, 0}}), 0);
}

TEST(CombineTest, BestOfCountsTheLargestPresent) {
  EXPECT_EQ(Combined(kBestTwo, {{3, 10, 0}, {4, 10, 0}, {5, 10, 0}}), 9);
  EXPECT_EQ(Combined(kBestTwo, {{3, 10, 0}, {kNone, 10, 0}, {5, 10, 0}}), 8);
  EXPECT_EQ(Combined(kBestTwo, {{3, 10, 0}, {kNone, 10, 0}}), 3);
  EXPECT_TRUE(std::isnan(Combined(kBestTwo, {{kNone, 10, 0}})));
}

TEST(CombineTest, MinTakesTheSmallestPresent) {
  EXPECT_EQ(Combined(kMin, {{3, 10, 0}, {2, 10, 0}}), 2);
  EXPECT_EQ(Combined(kMin, {{3, 10, 0}, {kNone, 10, 0}}), 3);
  EXPECT_TRUE(std::isnan(Combined(kMin, {{kNone, 10, 0}})));
}

TEST(CombineTest, WeightedMeansGoOverThePresent) {
  EXPECT_EQ(Combined(kMean, {{50, 100, 1}, {80, 100, 3}}), 72.5);
  EXPECT_EQ(Combined(kMean, {{50, 100, 1}, {kNone, 100, 3}}), 50);
  EXPECT_TRUE(std::isnan(Combined(kMean, {{50, 100, 0}, {kNone, 100, 3}})));
  EXPECT_DOUBLE_EQ(Combined(kGeometric, {{20, 100, 1}, {80, 100, 1}}), 40);
  EXPECT_DOUBLE_EQ(Combined(kGeometric, {{20, 100, 1}, {kNone, 100, 1}}), 20);
  EXPECT_EQ(Combined(kGeometric, {{0, 100, 1}, {80, 100, 1}}), 0);
  EXPECT_EQ(Combined(kGeometric, {{-3, 100, 1}, {80, 100, 1}}), 0);
  EXPECT_TRUE(std::isnan(Combined(kGeometric, {{kNone, 100, 1}, {80, 100, 0}})));
  EXPECT_EQ(Combined(kHarmonic, {{20, 100, 1}, {80, 100, 1}}), 32);
  EXPECT_EQ(Combined(kHarmonic, {{0, 100, 1}, {80, 100, 1}}), 0);
  EXPECT_EQ(Combined(kHarmonic, {{20, 100, 2}, {kNone, 100, 1}}), 20);
}

TEST(CombineTest, InfinityMinusInfinityIsNotMissing) {
  EXPECT_TRUE(std::isinf(Combined(kSum, {{INFINITY, 1, 0}, {-INFINITY, 1, 0}})));
}

TEST(ChooseBestTest, FirstOfEqualsFirst) {
  const double values[] = {5, 7, 5, kNone};
  std::vector<Child> children;
  for (const double& value : values) children.push_back({.values = &value, .maximum = 10});
  std::vector<bool> chosen;
  ChooseBest(children, 0, 2, chosen);
  EXPECT_THAT(chosen, ElementsAre(true, true, false, false));
}

Node Stating(double points, std::optional<Overflow> overflow, Combine combine = {}) {
  Node node{.code = "1", .points = points};
  node.combine = combine;
  node.overflow = overflow;
  node.children.resize(1);
  return node;
}

TEST(ScorePointsTest, OverflowMattersOnlyAboveTheStatedPoints) {
  EXPECT_EQ(ScorePoints(Stating(30, std::nullopt), 35, 33), 30);
  EXPECT_EQ(ScorePoints(Stating(30, Overflow::kCap), 35, 20), 20);
  EXPECT_EQ(ScorePoints(Stating(30, Overflow::kScale), 60, 20), 10);
  EXPECT_EQ(ScorePoints(Stating(30, Overflow::kAllow), 35, 33), 33);
  EXPECT_EQ(ScorePoints(Stating(30, Overflow::kScale), 20, 15), 15);
  EXPECT_EQ(ScorePoints(Stating(30, Overflow::kScale, kMean), 100, 50), 15);
}

TEST(MaximumTest, FollowsCombineAndOverflow) {
  EXPECT_EQ(NodeMaximum(Stating(30, std::nullopt), 35), 30);
  EXPECT_EQ(NodeMaximum(Stating(30, Overflow::kScale), 20), 20);
  EXPECT_EQ(NodeMaximum(Stating(30, Overflow::kAllow), 35), 35);
  EXPECT_EQ(NodeMaximum(Stating(30, std::nullopt, kMean), 100), 30);
  Node parent{.code = "1"};
  parent.children.resize(3);
  EXPECT_EQ(ChildrenMaximum(parent, {5, 20, 10}), 35);
  parent.combine = kBestTwo;
  EXPECT_EQ(ChildrenMaximum(parent, {5, 20, 10}), 30);
  parent.combine = kMin;
  EXPECT_EQ(ChildrenMaximum(parent, {5, 20, 10}), 5);
  parent.combine = kGeometric;
  EXPECT_EQ(ChildrenMaximum(parent, {100, 100, 100}), 100);
  EXPECT_EQ(NodeMaximum(Node{.code = "2", .weight = 3}, 0), 100);
}

}  // namespace
}  // namespace tarazy::rankings
