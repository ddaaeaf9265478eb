#include "services/surveys/domain/disclosure/random_tables.h"

#include "absl/strings/str_cat.h"

namespace tarazy::surveys {
namespace {

void Grow(Lots& lots, int levels, int width, int parent, StrataTree& tree) {
  if (levels == 0) return;
  const int64_t parts = 1 + lots.Below(width);
  std::vector<int> grown;
  for (int64_t i = 0; i < parts; ++i) {
    grown.push_back(tree.size());
    tree.ids.push_back(absl::StrCat(tree.ids[parent], "-", i + 1));
    tree.parents.push_back(parent);
  }
  for (const int node : grown) {
    // Some branches end early.
    if (lots.Below(5) > 0) Grow(lots, levels - 1, width, node, tree);
  }
}

}  // namespace

StrataTree RandomTree(Lots& lots, int levels, int width) {
  StrataTree tree{.ids = {"all"}, .parents = {-1}};
  Grow(lots, levels, width, 0, tree);
  return tree;
}

void SumUp(const StrataTree& tree, CountTable& table) {
  for (int node = tree.size() - 1; node > 0; --node) {
    for (int column = 0; column < table.columns; ++column)
      table.At(tree.parents[node], column) += table.At(node, column);
  }
}

CountTable RandomTable(Lots& lots, const StrataTree& tree, int columns, int64_t most) {
  CountTable table(tree.size(), columns);
  const auto children = ChildrenOf(tree);
  for (int node = 0; node < tree.size(); ++node) {
    if (!children[node].empty()) continue;
    const int64_t people = lots.Skewed(most);
    std::vector<int64_t> habits;
    int64_t sum = 0;
    for (int column = 0; column < columns; ++column) {
      habits.push_back(lots.Below(3) == 0 ? 0 : 1 + lots.Skewed(9));
      sum += habits.back();
    }
    for (int64_t person = 0; person < people && sum > 0; ++person) {
      int64_t lot = lots.Below(sum);
      int column = 0;
      while (lot >= habits[column]) lot -= habits[column++];
      ++table.At(node, column);
    }
  }
  SumUp(tree, table);
  return table;
}

std::vector<int64_t> BallotsOf(const CountTable& table) {
  std::vector<int64_t> ballots;
  for (int row = 0; row < table.rows; ++row) ballots.push_back(table.Total(row));
  return ballots;
}

}  // namespace tarazy::surveys
