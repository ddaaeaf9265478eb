#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/surveys/domain/disclosure/protect.h"
#include "services/surveys/domain/disclosure/random_tables.h"

namespace tarazy::surveys {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Strata {
  StrataTree tree{.ids = {"all"}, .parents = {-1}};
  std::vector<int64_t> ballots = {0};

  int Add(const std::string& id, int parent, int64_t count) {
    tree.ids.push_back(id);
    tree.parents.push_back(parent);
    ballots.push_back(0);
    for (int node = tree.size() - 1; node >= 0; node = tree.parents[node]) ballots[node] += count;
    return tree.size() - 1;
  }
  std::vector<std::string> Suppressed(Protection protection) const {
    const auto suppressed = ProtectStrata(tree, ballots, protection);
    std::vector<std::string> ids;
    for (int node = 0; node < tree.size(); ++node) {
      if (suppressed[node]) ids.push_back(tree.ids[node]);
    }
    return ids;
  }
};

// The students of examples/cases/ektu-2023.yaml: twelve programmes in six clusters.
Strata Students() {
  Strata strata;
  const int64_t answers[] = {8, 2, 11, 4, 27, 10, 84, 4, 6, 13, 2, 6};
  const char* const programmes[] = {"6B04107", "7M04107", "6B07109", "7M04102",
                                    "6B04109", "6B11202", "6B07312", "7M11301",
                                    "6B07309", "7M07312", "8D05401", "8D07103"};
  for (int cluster = 0; cluster < 6; ++cluster) {
    const int node = strata.Add(std::to_string(cluster + 1), 0, 0);
    for (int i = 2 * cluster; i < 2 * cluster + 2; ++i) strata.Add(programmes[i], node, answers[i]);
  }
  return strata;
}

TEST(ProtectStrataTest, FourProgrammesOfTheStudentsAreSmallAndTheirNeighboursTellOfThem) {
  const Strata students = Students();
  EXPECT_EQ(students.ballots[0], 177);
  EXPECT_THAT(students.Suppressed({.threshold = 5, .complementary = false}),
              ElementsAre("7M04107", "7M04102", "7M11301", "8D05401"));
  // Cluster 1 minus 8 would be 2.
  EXPECT_THAT(students.Suppressed({.threshold = 5}),
              ElementsAre("6B04107", "7M04107", "6B07109", "7M04102", "6B07312", "7M11301",
                          "8D05401", "8D07103"));
}

TEST(ProtectStrataTest, ForThePublicAClusterOfEightIsHiddenBehindTheNextSmallest) {
  const Strata students = Students();
  EXPECT_THAT(students.Suppressed({.threshold = 10, .complementary = false}),
              ElementsAre("6B04107", "7M04107", "7M04102", "7M11301", "6B07309", "6", "8D05401",
                          "8D07103"));
  EXPECT_THAT(students.Suppressed({.threshold = 10}),
              ElementsAre("1", "6B04107", "7M04107", "6B07109", "7M04102", "6B07312", "7M11301",
                          "6B07309", "7M07312", "6", "8D05401", "8D07103"));
}

TEST(ProtectStrataTest, NothingIsSuppressedWhereNothingIsSmall) {
  Strata strata;
  for (const int64_t count : {0, 5, 7, 0, 90}) strata.Add("s", 0, count);
  EXPECT_THAT(strata.Suppressed({.threshold = 5}), IsEmpty());
  EXPECT_THAT(strata.Suppressed({.threshold = 0}), IsEmpty());
}

TEST(ProtectStrataTest, AnOnlyChildTakesItsParentWithIt) {
  Strata strata;
  const int only = strata.Add("parent", 0, 0);
  strata.Add("child", only, 3);
  strata.Add("b", 0, 20);
  strata.Add("c", 0, 9);
  EXPECT_THAT(strata.Suppressed({.threshold = 5}), ElementsAre("parent", "child", "c"));
}

TEST(ProtectStrataTest, FiveOnesBesideALargeStratumAreNotKnownByTheirSum) {
  Strata strata;
  strata.Add("large", 0, 40);
  for (const char* id : {"a", "b", "c", "d", "e"}) strata.Add(id, 0, 1);
  // Their sum would be 5, each is at least 1: so each would be known to be 1.
  EXPECT_THAT(strata.Suppressed({.threshold = 5}), ElementsAre("large", "a", "b", "c", "d", "e"));
}

TEST(ProtectStrataTest, OfASmallCampaignNothingIsTold) {
  Strata strata;
  strata.Add("a", 0, 1);
  strata.Add("b", 0, 2);
  strata.Add("c", 0, 0);
  EXPECT_THAT(strata.Suppressed({.threshold = 5}), ElementsAre("all", "a", "b"));
}

TEST(ProtectStrataTest, TheOrderOfSiblingsDoesNotChangeHowMuchIsSuppressed) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Lots lots(seed);
    Strata forwards;
    Strata backwards;
    std::vector<int64_t> counts;
    for (int i = 0; i < 9; ++i) counts.push_back(lots.Skewed(15));
    for (const int family : {0, 3, 6}) {
      const int there = forwards.Add("f", 0, 0);
      for (int i = family; i < family + 3; ++i) forwards.Add("p", there, counts[i]);
    }
    for (const int family : {6, 3, 0}) {
      const int there = backwards.Add("f", 0, 0);
      for (int i = family + 2; i >= family; --i) backwards.Add("p", there, counts[i]);
    }
    EXPECT_EQ(forwards.Suppressed({.threshold = 5}).size(),
              backwards.Suppressed({.threshold = 5}).size())
        << seed;
  }
}

}  // namespace
}  // namespace tarazy::surveys
