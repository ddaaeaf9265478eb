#include "services/surveys/domain/disclosure/told_tree.h"

#include <algorithm>
#include <cstddef>

namespace tarazy::surveys {
namespace {

std::vector<int64_t> RowOf(const CountTable& table, int row) {
  const auto begin = table.counts.begin() + static_cast<ptrdiff_t>(row) * table.columns;
  return {begin, begin + table.columns};
}

}  // namespace

ToldTree MakeToldTree(const StrataTree& tree, const std::vector<bool>& suppressed,
                      const CountTable& table) {
  std::vector<std::vector<int64_t>> contents(tree.size());
  for (int node = 0; node < tree.size(); ++node) {
    contents[node] = RowOf(table, node);
    contents[node].push_back(suppressed[node] ? 1 : 0);
  }
  ToldTree told;
  std::vector<int> part_of(tree.size(), -1);  // of a suppressed stratum: the part that it is in
  std::vector<bool> leaf(tree.size(), true);
  for (int node = 1; node < tree.size(); ++node) leaf[tree.parents[node]] = false;
  std::vector<std::vector<int64_t>> rests;  // by part: the sum of its suppressed leaves
  for (const int node : OrderByContents(tree, contents)) {
    const int above = node == 0 ? -1 : part_of[tree.parents[node]];
    if (!suppressed[node]) {
      part_of[node] = static_cast<int>(told.parts.size());
      if (above >= 0) told.parts[above].inner = true;
      told.parts.push_back({.node = node, .parent = above, .counts = RowOf(table, node)});
      rests.emplace_back(table.columns, 0);
      continue;
    }
    part_of[node] = above;
    if (above < 0 || !leaf[node]) continue;
    for (int column = 0; column < table.columns; ++column)
      rests[above][column] += table.At(node, column);
  }
  for (size_t part = 0; part < rests.size(); ++part) {
    if (std::all_of(rests[part].begin(), rests[part].end(), [](int64_t n) { return n == 0; }))
      continue;
    told.parts[part].inner = true;
    told.parts.push_back({.parent = static_cast<int>(part), .counts = std::move(rests[part])});
  }
  return told;
}

}  // namespace tarazy::surveys
