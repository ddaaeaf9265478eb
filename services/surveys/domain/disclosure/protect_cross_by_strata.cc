#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

#include "services/surveys/domain/disclosure/category_groups.h"
#include "services/surveys/domain/disclosure/cross_moves.h"
#include "services/surveys/domain/disclosure/protect.h"
#include "services/surveys/domain/disclosure/told_tree.h"

namespace tarazy::surveys {
namespace {

std::vector<bool> RowOf(const Mask& mask, int row) {
  const auto begin = mask.suppressed.begin() + static_cast<ptrdiff_t>(row) * mask.columns;
  return {begin, begin + mask.columns};
}

class CrossSearch {
 public:
  CrossSearch(const StrataTree& tree, const std::vector<CountTable>& tables,
              const Mask& row_question, const Mask& column_question, int64_t threshold)
      : tree_(tree),
        rows_(RowOf(row_question, 0)),
        columns_(RowOf(column_question, 0)),
        threshold_(threshold),
        pairs_(tree.size(), (rows_.told + 1) * (columns_.told + 1)),
        leaf_(tree.size(), true) {
    for (int node = 0; node < tree.size(); ++node) {
      if (node > 0) leaf_[tree.parents[node]] = false;
      const CountTable grouped = Grouped(tables[node], rows_, columns_);
      std::copy(grouped.counts.begin(), grouped.counts.end(),
                pairs_.counts.begin() + static_cast<ptrdiff_t>(node) * pairs_.columns);
    }
  }

  // Whether every category that the root tells is told in the stratum.
  bool ToldInFull(int node, const Mask& row_question, const Mask& column_question) const {
    return FullRow(node, row_question, rows_) && FullRow(node, column_question, columns_);
  }

  // One attempt with the crossing told in some strata, the root among them. True: `masks` are
  // filled. Otherwise fewer are left to be told.
  bool Try(std::vector<bool>& untold, std::vector<Mask>& masks) {
    const ToldTree told = MakeToldTree(tree_, untold, pairs_);
    CrossMoves moves(told, LeavesOf(told), rows_.told + 1, columns_.told + 1, threshold_);
    if (!root_hidden_.empty()) moves.FixRoot(root_hidden_);
    std::vector<int> failed;
    if (!moves.Hide(failed)) {
      KeepRoot(untold);
      return false;
    }
    for (const int part : failed) GiveUp(told, part, untold);
    if (!failed.empty()) return false;
    root_hidden_.clear();
    for (int pair = 0; pair < pairs_.columns; ++pair) root_hidden_.push_back(moves.Hidden(0, pair));
    for (size_t part = 0; part < told.parts.size(); ++part) {
      if (told.parts[part].node == ToldTree::kRest) continue;
      Mask& mask = masks[told.parts[part].node];
      for (int row = 0; row < mask.rows; ++row) {
        for (int column = 0; column < mask.columns; ++column) {
          const int pair = rows_.group[row] * (columns_.told + 1) + columns_.group[column];
          if (!moves.Hidden(static_cast<int>(part), pair))
            mask.suppressed[static_cast<size_t>(row) * mask.columns + column] = false;
        }
      }
    }
    return true;
  }

 private:
  static bool FullRow(int node, const Mask& question, const CategoryGroups& groups) {
    for (int category = 0; category < question.columns; ++category) {
      if (groups.group[category] < groups.told && question.At(node, category)) return false;
    }
    return true;
  }

  // Only the root's; not even that when there is nothing else already.
  static void KeepRoot(std::vector<bool>& untold) {
    untold[0] = std::all_of(untold.begin() + 1, untold.end(), [](bool it) { return it; });
    std::fill(untold.begin() + 1, untold.end(), true);
  }

  // What cannot be protected is not told; what is left over cannot be when too little of it is:
  // then the smallest told part joins it.
  void GiveUp(const ToldTree& told, int part, std::vector<bool>& untold) const {
    const int node = told.parts[part].node;
    if (node > 0) {
      untold[node] = true;
      return;
    }
    const int whole = node == 0 ? part : told.parts[part].parent;
    int smallest = -1;
    for (size_t other = 0; other < told.parts.size(); ++other) {
      const int candidate = told.parts[other].node;
      if (told.parts[other].parent != whole || candidate == ToldTree::kRest || untold[candidate])
        continue;
      if (smallest < 0 || pairs_.Total(candidate) < pairs_.Total(smallest)) smallest = candidate;
    }
    if (smallest >= 0) {
      untold[smallest] = true;
    } else if (told.parts[whole].node > 0) {
      untold[told.parts[whole].node] = true;
    } else {
      KeepRoot(untold);
    }
  }

  std::vector<CrossMoves::Leaf> LeavesOf(const ToldTree& told) const {
    std::vector<int> part_of(tree_.size(), -1);
    std::vector<int> rest_of(told.parts.size(), -1);
    for (size_t part = 0; part < told.parts.size(); ++part) {
      if (told.parts[part].node == ToldTree::kRest) {
        rest_of[told.parts[part].parent] = static_cast<int>(part);
      } else {
        part_of[told.parts[part].node] = static_cast<int>(part);
      }
    }
    std::vector<CrossMoves::Leaf> leaves;
    for (int node = 0; node < tree_.size(); ++node) {
      if (!leaf_[node] || pairs_.Total(node) == 0) continue;
      int part = part_of[node];
      if (part < 0) {
        int above = node;
        while (part_of[above] < 0) above = tree_.parents[above];
        part = rest_of[part_of[above]];
      }
      const auto begin = pairs_.counts.begin() + static_cast<ptrdiff_t>(node) * pairs_.columns;
      leaves.push_back({part, {begin, begin + pairs_.columns}});
    }
    std::stable_sort(leaves.begin(), leaves.end(), [](const auto& a, const auto& b) {
      return std::tie(a.part, a.counts) < std::tie(b.part, b.counts);
    });
    return leaves;
  }

  const StrataTree& tree_;
  const CategoryGroups rows_;
  const CategoryGroups columns_;
  const int64_t threshold_;
  CountTable pairs_;  // by node: the grouped crossing
  std::vector<bool> leaf_;
  std::vector<bool> root_hidden_;  // pairs, once it is known what the root alone needs
};

}  // namespace

std::vector<Mask> ProtectCrossByStrata(const StrataTree& tree,
                                       const std::vector<bool>& suppressed_strata,
                                       const std::vector<CountTable>& tables,
                                       const Mask& row_question, const Mask& column_question,
                                       Protection protection) {
  const auto alone = [&](int node) {
    return ProtectCross(tables[node], RowOf(row_question, node), RowOf(column_question, node),
                        protection);
  };
  Mask nothing(tables[0].rows, tables[0].columns);
  nothing.suppressed.flip();
  std::vector<Mask> masks(tree.size(), nothing);
  if (suppressed_strata[0]) return masks;
  if (!protection.complementary || protection.threshold <= 1) {
    for (int node = 0; node < tree.size(); ++node) {
      if (!suppressed_strata[node]) masks[node] = alone(node);
    }
    return masks;
  }
  CrossSearch search(tree, tables, row_question, column_question, protection.threshold);
  std::vector<bool> untold = suppressed_strata;
  for (int node = 1; node < tree.size(); ++node) {
    if (!search.ToldInFull(node, row_question, column_question)) untold[node] = true;
  }
  // The root first: what is told of everybody is not made less for the sake of parts.
  std::vector<bool> all_but_root(tree.size(), true);
  all_but_root[0] = false;
  if (!search.Try(all_but_root, masks)) return masks;
  while (std::find(untold.begin() + 1, untold.end(), false) != untold.end()) {
    if (search.Try(untold, masks)) break;
  }
  return masks;
}

}  // namespace tarazy::surveys
