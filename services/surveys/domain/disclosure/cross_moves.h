// Crossings of two questions in several strata: what to suppress in all of them together.
#pragma once

#include <cstdint>
#include <vector>

#include "services/surveys/domain/disclosure/told_tree.h"

namespace tarazy::surveys {

// With two questions and strata the counts are no network. What is searched for are other worlds
// that differ from the true one by exchanges: in a leaf, `n` people of (row, other column) and `n`
// of (other row, column) become `n` of (row, column) and `n` of (other row, other column); in
// another leaf the reverse happens, or nowhere. Both questions' own counts stay what they are in
// every stratum; the crossing changes in the strata that contain one of the leaves and not the
// other, and must be suppressed there. Such worlds are fewer than all that agree with what is told,
// so that the search errs towards suppressing.
class CrossMoves {
 public:
  struct Leaf {
    int part = 0;                 // the part of the told tree that it is or is in
    std::vector<int64_t> counts;  // by pair: row * columns + column
  };

  // `told`: counts by pair. In the last row and the last column nothing is told.
  CrossMoves(const ToldTree& told, std::vector<Leaf> leaves, int rows, int columns,
             int64_t threshold);

  // The first part, the root, is told as it would be alone: these pairs hidden and no others.
  void FixRoot(const std::vector<bool>& hidden_pairs);

  // Hides what is sensitive, and more until all of it may be at least the threshold. `failed`: the
  // parts in which something cannot be protected; none: done. False when the search is given up
  // because it takes too many steps: about a second.
  bool Hide(std::vector<int>& failed);

  bool Hidden(int part, int pair) const { return hidden_[Place(part, pair)]; }

 private:
  struct Exchange {
    int row, column, other_row, other_column;
  };
  // Where an exchange happens and the strata that it changes.
  struct Move {
    Exchange exchange;
    int leaf;
    int reverse_leaf;  // -1: none
    int top;           // changed: from the leaf's part up to this one,
    int reverse_top;   // from the reverse leaf's up to this one
  };
  // What a piece of a move costs and how many people it can take.
  struct Piece {
    int64_t price = 0;
    int64_t room = INT64_MAX;
  };

  size_t Place(int part, int pair) const { return static_cast<size_t>(part) * pairs_ + pair; }
  int Pair(int row, int column) const { return row * columns_ + column; }
  bool Raise(int part, int pair, int64_t need);
  bool Best(int part, int pair, int64_t amount, Move& best) const;
  // The four cells of one part; `grows`: (row, column) does.
  Piece InPart(int part, const Exchange& exchange, bool grows) const;
  Piece InLeaf(int leaf, const Exchange& exchange, bool grows) const;
  // The leaf and its parts up to `top`.
  Piece InLeafAndParts(int leaf, int top, const Exchange& exchange, bool grows) const;
  bool Contains(int part, int leaf) const;
  void Apply(const Move& move, int64_t amount);
  void ApplyTo(int leaf, int top, const Exchange& exchange, int64_t amount);
  void ChangePart(int part, int pair, int64_t amount);

  const ToldTree& told_;
  const std::vector<Leaf> leaves_;
  const int columns_;
  const int rows_;
  const int pairs_;
  const int64_t threshold_;
  std::vector<bool> hidden_;              // by part and pair
  std::vector<int64_t> change_;           // by part and pair, of the search under way
  std::vector<int64_t> leaf_change_;      // by leaf and pair
  std::vector<size_t> newly_hidden_;      // places
  std::vector<std::vector<int>> within_;  // by part: its leaves
  bool root_fixed_ = false;
  mutable int64_t steps_ = 0;  // places for exchanges that were looked at
};

}  // namespace tarazy::surveys
