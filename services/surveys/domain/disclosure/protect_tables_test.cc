// What a methodologist would look for first in questions' tables and crossings.
#include <cstdint>
#include <cstdio>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/surveys/domain/disclosure/protect.h"
#include "services/surveys/domain/disclosure/random_tables.h"

namespace tarazy::surveys {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

const StrataTree kAll{.ids = {"all"}, .parents = {-1}};

CountTable Table(int columns, std::vector<int64_t> counts) {
  CountTable table(static_cast<int>(counts.size()) / columns, columns);
  table.counts = std::move(counts);
  return table;
}

Mask MaskOne(std::vector<int64_t> row, int threshold) {
  const int columns = static_cast<int>(row.size());
  return ProtectByStrata(kAll, {false}, Table(columns, std::move(row)),
                         std::vector<bool>(columns, true), {.threshold = threshold});
}

TEST(ProtectByStrataTest, ASmallCountIsHiddenBehindTheSmallestThatDoes) {
  EXPECT_THAT(MaskOne({40, 2, 9, 30, 0}, 5).suppressed,
              ElementsAre(false, true, true, false, false));
}

TEST(ProtectByStrataTest, TwoOnesWithAKnownSumOfTwoNeedAThird) {
  EXPECT_THAT(MaskOne({40, 1, 1, 30, 0}, 5).suppressed,
              ElementsAre(false, true, true, true, false));
}

TEST(ProtectByStrataTest, FiveOnesWithAKnownSumOfFiveNeedASixth) {
  // Zeros are told, so that each would be known to be 1.
  EXPECT_THAT(MaskOne({1, 1, 1, 1, 1, 20, 30, 0}, 5).suppressed,
              ElementsAre(true, true, true, true, true, true, false, false));
}

TEST(ProtectByStrataTest, AZeroIsSuppressedOnlyWithItsWholeRow) {
  EXPECT_THAT(MaskOne({4, 0, 1, 0}, 5).suppressed, Each(true));
  EXPECT_THAT(MaskOne({4, 0, 3, 0}, 5).suppressed, ElementsAre(true, false, true, false));
}

TEST(ProtectByStrataTest, NothingIsSuppressedWhereNothingIsSmall) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Lots lots(seed);
    const StrataTree tree = RandomTree(lots, 3, 4);
    CountTable table = RandomTable(lots, tree, 5, 40);
    for (int64_t& count : table.counts) count *= 5;
    const auto strata = ProtectStrata(tree, BallotsOf(table), {.threshold = 5});
    EXPECT_THAT(strata, Each(false)) << seed;
    EXPECT_EQ(
        ProtectByStrata(tree, strata, table, std::vector<bool>(5, true), {.threshold = 5}).Count(),
        0)
        << seed;
  }
}

TEST(ProtectByStrataTest, WhatAGroupThinksIsToldWholeWhereOnlyGroupsAreProtected) {
  const StrataTree tree{.ids = {"all", "a", "b", "c"}, .parents = {-1, 0, 0, 0}};
  const CountTable table = Table(2, {41, 3, 30, 2, 10, 0, 1, 1});
  const auto strata = ProtectStrata(tree, BallotsOf(table), {.threshold = 5});
  EXPECT_THAT(strata, ElementsAre(false, false, true, true));
  const Mask mask = ProtectByStrata(tree, strata, table, {false, false}, {.threshold = 5});
  EXPECT_THAT(mask.suppressed, ElementsAre(false, false, false, false, true, true, true, true));
}

TEST(ProtectByStrataTest, WhatIsLeftOfSuppressedStrataIsSafeInTheQuestionToo) {
  const StrataTree tree{.ids = {"all", "a", "b", "c"}, .parents = {-1, 0, 0, 0}};
  // b and c together: 11 and 1. All minus a would tell of the one.
  const CountTable table = Table(2, {41, 10, 30, 9, 10, 0, 1, 1});
  const auto strata = ProtectStrata(tree, BallotsOf(table), {.threshold = 5});
  const Mask mask = ProtectByStrata(tree, strata, table, {true, true}, {.threshold = 5});
  EXPECT_TRUE(mask.At(0, 1) || mask.At(1, 1));
}

// A tree turned around: the children of each node in the opposite order.
struct Turned {
  StrataTree tree;
  CountTable table;
};

Turned TurnAround(const StrataTree& tree, const CountTable& table) {
  const auto children = ChildrenOf(tree);
  Turned turned{.table = CountTable(table.rows, table.columns)};
  std::vector<std::pair<int, int>> queue = {{0, -1}};
  for (size_t i = 0; i < queue.size(); ++i) {
    const auto [node, parent] = queue[i];
    turned.tree.ids.push_back(tree.ids[node]);
    turned.tree.parents.push_back(parent);
    for (int column = 0; column < table.columns; ++column)
      turned.table.At(static_cast<int>(i), column) = table.At(node, column);
    for (auto child = children[node].rbegin(); child != children[node].rend(); ++child)
      queue.emplace_back(*child, static_cast<int>(i));
  }
  return turned;
}

TEST(ProtectByStrataTest, TheOrderOfSiblingsDoesNotChangeHowMuchIsSuppressed) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Lots lots(seed);
    const StrataTree tree = RandomTree(lots, 3, 4);
    const CountTable table = RandomTable(lots, tree, 5, 60);
    const Turned turned = TurnAround(tree, table);
    const auto mask = [](const StrataTree& tree, const CountTable& table) {
      const auto strata = ProtectStrata(tree, BallotsOf(table), {.threshold = 5});
      return ProtectByStrata(tree, strata, table, std::vector<bool>(5, true), {.threshold = 5});
    };
    EXPECT_EQ(mask(tree, table).Count(), mask(turned.tree, turned.table).Count()) << seed;
    EXPECT_EQ(mask(tree, table), mask(tree, table)) << seed;
  }
}

TEST(ProtectByStrataTest, SuppressesNotMuchMoreThanIsSmall) {
  for (const int threshold : {3, 5, 10}) {
    int64_t told_rows = 0;
    int64_t positive = 0;
    int64_t small = 0;
    int64_t suppressed = 0;
    for (uint64_t seed = 0; seed < 40; ++seed) {
      Lots lots(seed);
      const StrataTree tree = RandomTree(lots, 2, 8);
      const CountTable table = RandomTable(lots, tree, 7, 200);
      const auto strata = ProtectStrata(tree, BallotsOf(table), {.threshold = threshold});
      const Mask mask = ProtectByStrata(tree, strata, table, std::vector<bool>(7, true),
                                        {.threshold = threshold});
      for (int row = 0; row < table.rows; ++row) {
        if (strata[row]) continue;
        ++told_rows;
        for (int column = 0; column < table.columns; ++column) {
          const int64_t count = table.At(row, column);
          if (count == 0) continue;
          ++positive;
          small += count < threshold ? 1 : 0;
          suppressed += mask.At(row, column) ? 1 : 0;
        }
      }
    }
    std::printf("threshold %d: %lld strata, %lld counts, %lld small, %lld suppressed\n", threshold,
                static_cast<long long>(told_rows), static_cast<long long>(positive),
                static_cast<long long>(small), static_cast<long long>(suppressed));
    EXPECT_GT(suppressed, small);
    EXPECT_LT(suppressed, 3 * small);
  }
}

TEST(ProtectMultiTest, OneOfEightyFourWhoDidNotTakeItIsProtectedToo) {
  const MultiTable table{.states = Table(3, {84, 6, 0}), .taken = Table(3, {83, 40, 0})};
  const MultiMask mask = ProtectMultiByStrata(kAll, {false}, table, true, {.threshold = 5});
  EXPECT_EQ(mask.states.Count(), 0);
  EXPECT_THAT(mask.taken.suppressed, ElementsAre(true, false, false));
}

TEST(ProtectMultiTest, WithoutTheBaseNoChoiceIsTold) {
  const MultiTable table{.states = Table(2, {84, 2}), .taken = Table(2, {50, 30})};
  const MultiMask mask = ProtectMultiByStrata(kAll, {false}, table, true, {.threshold = 5});
  EXPECT_THAT(mask.states.suppressed, ElementsAre(true, true));
  EXPECT_THAT(mask.taken.suppressed, Each(true));
}

TEST(ProtectMultiTest, OnlySuppressedStrataAreHiddenWhereOnlyGroupsAreProtected) {
  const MultiTable table{.states = Table(2, {84, 2}), .taken = Table(2, {83, 1})};
  const MultiMask mask = ProtectMultiByStrata(kAll, {false}, table, false, {.threshold = 5});
  EXPECT_EQ(mask.states.Count() + mask.taken.Count(), 0);
}

TEST(ProtectCrossTest, ASmallCellTakesARectangleWithIt) {
  const CountTable table = Table(3, {2, 20, 30, 25, 28, 31, 40, 33, 29});
  const Mask mask =
      ProtectCross(table, {false, false, false}, {false, false, false}, {.threshold = 5});
  EXPECT_EQ(mask.Count(), 4);
  EXPECT_TRUE(mask.At(0, 0));
}

TEST(ProtectCrossTest, ARowWhoseMarginIsNotToldIsNotTold) {
  const CountTable table = Table(2, {2, 7, 3, 6, 40, 50});
  const Mask mask = ProtectCross(table, {true, true, false}, {false, false}, {.threshold = 5});
  EXPECT_THAT(mask.suppressed, ElementsAre(true, true, true, true, false, false));
}

TEST(ProtectCrossTest, ABridgeIsNotLeftAsTheOnlyUnknownOfItsRow) {
  // Two rectangles joined by the cell (1, 2): its own cycle is what protects it.
  const CountTable table = Table(4, {2, 9, 50, 50, 9, 9, 3, 50, 50, 50, 9, 9, 50, 50, 9, 2});
  const std::vector<bool> told(4, false);
  const Mask mask = ProtectCross(table, told, told, {.threshold = 5});
  int in_row = 0;
  int in_column = 0;
  for (int i = 0; i < 4; ++i) {
    in_row += mask.At(1, i) ? 1 : 0;
    in_column += mask.At(i, 2) ? 1 : 0;
  }
  EXPECT_GE(in_row, 2);
  EXPECT_GE(in_column, 2);
}

TEST(ProtectCrossByStrataTest, TheCrossingOfAllMinusThatOfAPartTellsNothingSmall) {
  const StrataTree tree{.ids = {"all", "a", "b"}, .parents = {-1, 0, 0}};
  const std::vector<CountTable> tables = {Table(2, {63, 42, 40, 71}), Table(2, {61, 22, 20, 41}),
                                          Table(2, {2, 20, 20, 30})};
  const Mask told(3, 2);
  const auto masks =
      ProtectCrossByStrata(tree, {false, false, false}, tables, told, told, {.threshold = 5});
  EXPECT_TRUE(masks[2].At(0, 0));
  EXPECT_TRUE(masks[0].At(0, 0) || masks[1].At(0, 0));
}

TEST(ProtectCrossByStrataTest, LargeCrossingsAreToldInEveryStratum) {
  const StrataTree tree{.ids = {"all", "a", "b"}, .parents = {-1, 0, 0}};
  const std::vector<CountTable> tables = {Table(2, {30, 40, 40, 60}), Table(2, {10, 20, 20, 30}),
                                          Table(2, {20, 20, 20, 30})};
  const Mask told(3, 2);
  for (const Mask& mask :
       ProtectCrossByStrata(tree, {false, false, false}, tables, told, told, {.threshold = 10}))
    EXPECT_EQ(mask.Count(), 0);
}

}  // namespace
}  // namespace tarazy::surveys
