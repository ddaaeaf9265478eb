// Random strata and tables are protected, and an attacker who shares no code with the search tries
// to compute back what was suppressed. Without complementary suppression he succeeds.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/surveys/domain/disclosure/attack.h"
#include "services/surveys/domain/disclosure/protect.h"
#include "services/surveys/domain/disclosure/random_tables.h"

namespace tarazy::surveys {
namespace {

using ::testing::IsEmpty;

constexpr int kThresholds[] = {3, 5, 10};
constexpr int64_t kBudget = 200'000;

struct Attacks {
  int64_t tables = 0;
  int64_t enumerated = 0;
  int64_t sensitive = 0;
  int64_t told = 0;   // crossings told of strata below the root
  int64_t found = 0;  // tables in which something was computed back
};

void Attack(const Secret& secret, bool enumerate, Attacks& attacks) {
  ++attacks.tables;
  attacks.sensitive += static_cast<int64_t>(secret.sensitive.size());
  std::vector<int> found = Determined(secret);
  for (const int unknown : Bounded(secret)) found.push_back(unknown);
  if (enumerate) {
    if (const auto all = Enumerated(secret, kBudget)) {
      ++attacks.enumerated;
      found.insert(found.end(), all->begin(), all->end());
    }
  }
  if (!found.empty()) ++attacks.found;
}

Attacks AttackStrata(bool complementary, int seeds, bool small) {
  Attacks attacks;
  for (int seed = 0; seed < seeds; ++seed) {
    for (const int threshold : kThresholds) {
      Lots lots(seed);
      const StrataTree tree = RandomTree(lots, 1 + seed % 4, small ? 3 : 6);
      const auto ballots = BallotsOf(RandomTable(lots, tree, 1, small ? 2 * threshold : 60));
      const auto suppressed = ProtectStrata(tree, ballots, {threshold, complementary});
      Attack(SecretOfStrata(tree, suppressed, ballots, threshold), small && tree.size() <= 12,
             attacks);
    }
  }
  return attacks;
}

Attacks AttackQuestions(bool complementary, int seeds, bool small) {
  Attacks attacks;
  for (int seed = 0; seed < seeds; ++seed) {
    for (const int threshold : kThresholds) {
      Lots lots(seed);
      const StrataTree tree =
          small ? RandomTree(lots, 1 + seed % 2, 3) : RandomTree(lots, 1 + seed % 4, 4);
      const int columns = static_cast<int>(2 + lots.Below(small ? 2 : 5));
      const CountTable table =
          RandomTable(lots, tree, columns, small ? 3 * threshold : 20 * threshold);
      const Protection protection{threshold, complementary};
      // The strata are always protected: what is tried here is the question's own suppression.
      const auto strata = ProtectStrata(tree, BallotsOf(table), {threshold});
      std::vector<bool> sensitive(columns, true);
      if (seed % 3 == 0) sensitive[lots.Below(columns)] = false;
      const Mask mask = ProtectByStrata(tree, strata, table, sensitive, protection);
      Attack(SecretOfQuestion(tree, strata, table, mask, sensitive, threshold), small, attacks);
    }
  }
  return attacks;
}

MultiTable RandomMulti(Lots& lots, const StrataTree& tree, int choices, int64_t most) {
  MultiTable multi{.states = RandomTable(lots, tree, 3, most),
                   .taken = CountTable(tree.size(), choices)};
  const auto children = ChildrenOf(tree);
  for (int node = 0; node < tree.size(); ++node) {
    if (!children[node].empty()) continue;
    for (int choice = 0; choice < choices; ++choice)
      multi.taken.At(node, choice) = lots.Below(multi.states.At(node, 0) + 1);
  }
  SumUp(tree, multi.taken);
  return multi;
}

Attacks AttackMulti(bool complementary, int seeds, bool small) {
  Attacks attacks;
  for (int seed = 0; seed < seeds; ++seed) {
    for (const int threshold : kThresholds) {
      Lots lots(seed);
      const StrataTree tree = small ? RandomTree(lots, 1, 3) : RandomTree(lots, 1 + seed % 3, 4);
      const MultiTable table =
          RandomMulti(lots, tree, small ? 1 : 5, small ? 4 * threshold : 20 * threshold);
      const Protection protection{threshold, complementary};
      const auto strata = ProtectStrata(tree, BallotsOf(table.states), {threshold});
      const MultiMask mask = ProtectMultiByStrata(tree, strata, table, true, protection);
      Attack(SecretOfMulti(tree, strata, table, mask, threshold), small, attacks);
    }
  }
  return attacks;
}

// Two questions by strata, the people by leaf, row and column.
struct Crossed {
  StrataTree tree;
  std::vector<CountTable> tables;
  CountTable rows;
  CountTable columns;
};

Crossed RandomCrossed(Lots& lots, StrataTree tree, int rows, int columns, int64_t most) {
  const CountTable pairs = RandomTable(lots, tree, rows * columns, most);
  Crossed crossed{.tree = std::move(tree)};
  crossed.rows = CountTable(crossed.tree.size(), rows);
  crossed.columns = CountTable(crossed.tree.size(), columns);
  for (int node = 0; node < crossed.tree.size(); ++node) {
    CountTable table(rows, columns);
    for (int pair = 0; pair < rows * columns; ++pair) {
      table.At(pair / columns, pair % columns) = pairs.At(node, pair);
      crossed.rows.At(node, pair / columns) += pairs.At(node, pair);
      crossed.columns.At(node, pair % columns) += pairs.At(node, pair);
    }
    crossed.tables.push_back(std::move(table));
  }
  return crossed;
}

Attacks AttackCrosses(bool complementary, int seeds, bool small) {
  Attacks attacks;
  for (int seed = 0; seed < seeds; ++seed) {
    for (const int threshold : kThresholds) {
      Lots lots(seed);
      const int rows = static_cast<int>(2 + lots.Below(small ? 2 : 5));
      const int columns = static_cast<int>(2 + lots.Below(small ? 2 : 5));
      const Crossed crossed = RandomCrossed(lots, {.ids = {"all"}, .parents = {-1}}, rows, columns,
                                            small ? 15 * threshold : 40 * threshold);
      const auto strata = ProtectStrata(crossed.tree, BallotsOf(crossed.rows), {threshold});
      const Mask row_mask = ProtectByStrata(crossed.tree, strata, crossed.rows,
                                            std::vector<bool>(rows, true), {threshold});
      const Mask column_mask = ProtectByStrata(crossed.tree, strata, crossed.columns,
                                               std::vector<bool>(columns, true), {threshold});
      const Mask mask = ProtectCross(crossed.tables[0], row_mask.suppressed, column_mask.suppressed,
                                     {threshold, complementary});
      Attack(SecretOfCrosses(crossed.tree, strata, crossed.tables, {mask}, row_mask, column_mask,
                             threshold),
             small, attacks);
    }
  }
  return attacks;
}

// In every stratum: what is told of one and of its parts can be subtracted.
Attacks AttackCrossesByStrata(bool complementary, int seeds, bool small) {
  Attacks attacks;
  for (int seed = 0; seed < seeds; ++seed) {
    for (const int threshold : kThresholds) {
      Lots lots(seed);
      const int rows = static_cast<int>(2 + lots.Below(small ? 1 : 3));
      const int columns = static_cast<int>(2 + lots.Below(small ? 1 : 3));
      StrataTree tree = small ? RandomTree(lots, 1, 3) : RandomTree(lots, 1 + seed % 2, 4);
      const Crossed crossed = RandomCrossed(lots, std::move(tree), rows, columns,
                                            small ? 15 * threshold : 60 * threshold);
      const auto strata = ProtectStrata(crossed.tree, BallotsOf(crossed.rows), {threshold});
      const Mask row_mask = ProtectByStrata(crossed.tree, strata, crossed.rows,
                                            std::vector<bool>(rows, true), {threshold});
      const Mask column_mask = ProtectByStrata(crossed.tree, strata, crossed.columns,
                                               std::vector<bool>(columns, true), {threshold});
      const auto masks = ProtectCrossByStrata(crossed.tree, strata, crossed.tables, row_mask,
                                              column_mask, {threshold, complementary});
      for (int node = 1; node < crossed.tree.size(); ++node) {
        if (!strata[node] && masks[node].Count() < rows * columns) ++attacks.told;
      }
      Attack(SecretOfCrosses(crossed.tree, strata, crossed.tables, masks, row_mask, column_mask,
                             threshold),
             small, attacks);
    }
  }
  return attacks;
}

using Attacker = Attacks (*)(bool complementary, int seeds, bool small);

struct Kind {
  const char* name;
  Attacker attack;
};

class ProtectPropertyTest : public testing::TestWithParam<Kind> {};

TEST_P(ProtectPropertyTest, NothingSensitiveCanBeComputedBack) {
  const Attacks large = GetParam().attack(true, 120, false);
  const Attacks small = GetParam().attack(true, 300, true);
  std::printf(
      "%s: %lld tables, %lld of them by enumeration, %lld sensitive counts, %lld crossings of "
      "strata\n",
      GetParam().name, static_cast<long long>(large.tables + small.tables),
      static_cast<long long>(small.enumerated),
      static_cast<long long>(large.sensitive + small.sensitive),
      static_cast<long long>(large.told + small.told));
  EXPECT_EQ(large.found, 0);
  EXPECT_EQ(small.found, 0);
  EXPECT_GT(large.sensitive, 1000);
  EXPECT_GT(small.enumerated, small.tables / 2);
}

TEST_P(ProtectPropertyTest, WithoutComplementarySuppressionMuchCan) {
  const Attacks large = GetParam().attack(false, 100, false);
  const Attacks small = GetParam().attack(false, 100, true);
  std::printf("%s: computed back in %lld of %lld tables\n", GetParam().name,
              static_cast<long long>(large.found + small.found),
              static_cast<long long>(large.tables + small.tables));
  EXPECT_GT(large.found, large.tables / 10);
  EXPECT_GT(small.found, small.tables / 10);
}

INSTANTIATE_TEST_SUITE_P(Kinds, ProtectPropertyTest,
                         testing::Values(Kind{"strata", AttackStrata},
                                         Kind{"questions", AttackQuestions},
                                         Kind{"multi", AttackMulti}, Kind{"crosses", AttackCrosses},
                                         Kind{"crosses_by_strata", AttackCrossesByStrata}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace tarazy::surveys
