#include "services/rankings/domain/shown.h"

#include <gmock/gmock.h>

#include "services/rankings/domain/test_methodology.h"
#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;

std::vector<std::string> Texts(const std::vector<Decimal>& decimals) {
  std::vector<std::string> texts;
  for (const Decimal& decimal : decimals) texts.push_back(decimal.ToString());
  return texts;
}

TEST(ApportionTest, LeftOversGoToTheLargestRemaindersInOrder) {
  EXPECT_THAT(Texts(Apportion({100, 0}, {33.4, 33.3, 33.3})), ElementsAre("34", "33", "33"));
  EXPECT_THAT(Texts(Apportion({100, 0}, {33.25, 33.5, 33.25})), ElementsAre("33", "34", "33"));
  EXPECT_THAT(Texts(Apportion({2, 0}, {0.5, 0.5, 0.5, 0.5})), ElementsAre("1", "1", "0", "0"));
  EXPECT_THAT(Texts(Apportion({7, 0}, {1.5, 1.25})), ElementsAre("4", "3"));  // cycling
  EXPECT_THAT(Texts(Apportion({2, 0}, {1.5, 1.25, 1.75})), ElementsAre("1", "0", "1"));
  EXPECT_THAT(Texts(Apportion({5, 1}, {})), ElementsAre());
}

TEST(ShownTest, RedistributionOverflowAndScaleAreInTheParts) {
  Node absent = PointsLeaf("1.1", 10, "a");
  absent.missing = Missing::kRedistribute;
  Node capped = Parent("2", {}, {PointsLeaf("2.1", 30, "b"), PointsLeaf("2.2", 20, "b")});
  capped.points = 40;
  Methodology m =
      MethodologyOf({"a", "b"}, {Parent("1", {}, {absent, PointsLeaf("1.2", 20, "b")}), capped});
  m.final_scale = {FinalScaleKind::kBestIs, 100};
  const Result r = Computed(m, DatasetOf({{kAbsent, 0}, {8, 4}}));
  // 1.2 carries 1.1's share: 30 of 30; 2 is capped at 40 of 50; 70 becomes 100.
  EXPECT_THAT(Texts(ShownComponents(m, r, 0)),
              ElementsAre("42.86", "0.00", "42.86", "57.14", "34.28", "22.86"));
}

TEST(ShownTest, ChosenChildrenCarryAllAndProductsStandApart) {
  const Methodology m = MethodologyOf(
      {"a", "b"},
      {Parent("1", {CombineKind::kBestOf, 1},
              {PointsLeaf("1.1", 10, "a", Identity{}), PointsLeaf("1.2", 10, "b", Identity{})}),
       Parent("2", {CombineKind::kMin},
              {PointsLeaf("2.1", 10, "a + 0", Identity{}),
               PointsLeaf("2.2", 10, "b + 0", Identity{})}),
       Parent("3", {CombineKind::kGeometric},
              {WeightLeaf("3.1", 1, "a * a"), WeightLeaf("3.2", 1, "b * b")})});
  const Result r = Computed(m, DatasetOf({{4}, {9}}));
  EXPECT_THAT(Texts(ShownComponents(m, r, 0)), ElementsAre("9.00", "0.00", "9.00", "4.00", "4.00",
                                                           "0.00", "36.00", "16.00", "81.00"));
}

class RandomTree {
 public:
  explicit RandomTree(uint64_t seed) : state_(seed) {}

  Methodology Make() {
    Methodology m = MethodologyOf({"a", "b", "c"}, {});
    for (int i = 0; i < 3; ++i) m.indicators.push_back(Node_(absl::StrCat(i + 1), 0, false));
    m.decimals = static_cast<int>(Next(4));
    if (Next(2) == 0) m.final_scale = {FinalScaleKind::kBestIs, 100};
    return m;
  }
  double Value() { return Next(9) == 0 ? kAbsent : static_cast<double>(Next(100000)) / 977; }

 private:
  uint64_t Next(uint64_t below) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return (state_ >> 33) % below;
  }
  Node Node_(const std::string& code, int depth, bool weighted) {
    if (depth == 3 || (depth > 0 && Next(3) == 0)) return Leaf(code, weighted);
    const CombineKind kinds[] = {CombineKind::kSum, CombineKind::kBestOf, CombineKind::kMin,
                                 CombineKind::kWeightedMean};
    const bool weighted_children = weighted || Next(3) == 0;
    const Combine combine{weighted_children ? CombineKind::kWeightedMean : kinds[Next(3)], 2};
    Node node = Parent(code, combine, {});
    for (uint64_t i = 0; i < 2 + Next(3); ++i) {
      node.children.push_back(Node_(absl::StrCat(code, ".", i + 1), depth + 1, weighted_children));
    }
    if (weighted) {
      node.weight = 1 + Next(5);
    } else if (Next(2) == 0) {
      node.points = 5 + Next(40);
      node.overflow = static_cast<Overflow>(Next(3));
    }
    return node;
  }
  Node Leaf(const std::string& code, bool weighted) {
    const char* formulas[] = {"a", "b", "c", "a + b", "b * c"};
    Node leaf = weighted ? WeightLeaf(code, 1 + Next(5), formulas[Next(5)], MinMax{})
                         : PointsLeaf(code, 1 + Next(30), formulas[Next(5)], MinMax{});
    leaf.missing = Next(2) == 0 ? Missing::kRedistribute : Missing::kZero;
    return leaf;
  }
  uint64_t state_;
};

int64_t SumOf(const std::vector<Decimal>& shown, const std::vector<int>& nodes) {
  int64_t sum = 0;
  for (const int node : nodes) sum += shown[node].scaled;
  return sum;
}

TEST(ShownTest, ComponentsAddUpExactlyWhateverTheTree) {
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    RandomTree random(seed);
    const Methodology m = random.Make();
    std::vector<std::vector<double>> columns(3, std::vector<double>(9));
    for (auto& column : columns) {
      for (double& value : column) value = random.Value();
    }
    const Result r = Computed(m, DatasetOf(columns));
    const Tree tree = MakeTree(m);
    for (int u = 0; u < 9; ++u) {
      const std::vector<Decimal> shown = ShownComponents(m, r, u);
      ASSERT_EQ(SumOf(shown, tree.roots), r.units[u].published.scaled) << seed;
      for (size_t node = 0; node < tree.size(); ++node) {
        if (tree.children[node].empty()) continue;
        ASSERT_EQ(SumOf(shown, tree.children[node]), shown[node].scaled)
            << "seed " << seed << " unit " << u << " node " << tree.nodes[node]->code;
      }
    }
  }
}

// Adding up is forced; closeness is what shows that the factors are right.
TEST(ShownTest, ComponentsAreCloseToTheContributions) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    RandomTree random(seed);
    Methodology m = random.Make();
    m.decimals = 6;
    std::vector<std::vector<double>> columns(3, std::vector<double>(5));
    for (auto& column : columns) {
      for (double& value : column) value = random.Value();
    }
    const Result r = Computed(m, DatasetOf(columns));
    for (int u = 0; u < 5; ++u) {
      const double factor = r.units[u].total > 0 ? r.units[u].score / r.units[u].total : 0;
      const std::vector<Decimal> shown = ShownComponents(m, r, u);
      const Tree tree = MakeTree(m);
      for (const int root : tree.roots) {
        const double value = r.values.at(root, u);
        const double part = IsAbsent(value) ? 0 : value * factor;
        EXPECT_NEAR(shown[root].ToDouble(), part, 1e-5) << seed;
      }
    }
  }
}

}  // namespace
}  // namespace tarazy::rankings
