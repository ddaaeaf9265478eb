#include "services/surveys/domain/disclosure/cross_moves.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "services/surveys/domain/disclosure/price.h"

namespace tarazy::surveys {
namespace {

constexpr int64_t kMostSteps = 20'000'000;
constexpr int64_t kImpossible = std::numeric_limits<int64_t>::max() / 4;

}  // namespace

CrossMoves::CrossMoves(const ToldTree& told, std::vector<Leaf> leaves, int rows, int columns,
                       int64_t threshold)
    : told_(told),
      leaves_(std::move(leaves)),
      columns_(columns),
      rows_(rows),
      pairs_(rows * columns),
      threshold_(threshold),
      hidden_(told.parts.size() * pairs_, false),
      change_(told.parts.size() * pairs_, 0),
      leaf_change_(leaves_.size() * pairs_, 0),
      within_(told.parts.size()) {
  for (size_t leaf = 0; leaf < leaves_.size(); ++leaf) {
    for (int part = leaves_[leaf].part; part >= 0; part = told_.parts[part].parent)
      within_[part].push_back(static_cast<int>(leaf));
  }
  for (int part = 0; part < static_cast<int>(told_.parts.size()); ++part) {
    for (int pair = 0; pair < pairs_; ++pair) {
      const int64_t count = told_.parts[part].counts[pair];
      const bool never_told = told_.parts[part].node == ToldTree::kRest ||
                              pair / columns_ == rows_ - 1 || pair % columns_ == columns_ - 1;
      hidden_[Place(part, pair)] = never_told || (count > 0 && count < threshold_);
    }
  }
}

void CrossMoves::FixRoot(const std::vector<bool>& hidden_pairs) {
  for (int pair = 0; pair < pairs_; ++pair)
    hidden_[Place(0, pair)] = hidden_[Place(0, pair)] || hidden_pairs[pair];
  root_fixed_ = true;
}

bool CrossMoves::Hide(std::vector<int>& failed_parts) {
  std::vector<std::pair<int64_t, size_t>> sensitive;
  for (int part = 0; part < static_cast<int>(told_.parts.size()); ++part) {
    for (int pair = 0; pair < pairs_; ++pair) {
      const int64_t count = told_.parts[part].counts[pair];
      if (count > 0 && count < threshold_) sensitive.emplace_back(count, Place(part, pair));
    }
  }
  std::sort(sensitive.begin(), sensitive.end());
  std::vector<bool> failed(told_.parts.size(), false);
  for (const auto& [count, place] : sensitive) {
    if (steps_ > kMostSteps) return false;
    const int part = static_cast<int>(place / pairs_);
    if (!failed[part])
      failed[part] = !Raise(part, static_cast<int>(place % pairs_), threshold_ - count);
  }
  for (size_t part = 0; part < failed.size(); ++part) {
    if (failed[part]) failed_parts.push_back(static_cast<int>(part));
  }
  return true;
}

bool CrossMoves::Raise(int part, int pair, int64_t need) {
  newly_hidden_.clear();
  int64_t amount = need;
  bool changed = false;
  Move move;
  while (need > 0 && amount > 0 && steps_ <= kMostSteps) {
    amount = std::min(amount, need);
    if (Best(part, pair, amount, move)) {
      Apply(move, amount);
      changed = true;
      need -= amount;
    } else {
      amount /= 2;
    }
  }
  if (changed) {
    std::fill(change_.begin(), change_.end(), 0);
    std::fill(leaf_change_.begin(), leaf_change_.end(), 0);
  }
  if (need == 0) return true;
  for (const size_t place : newly_hidden_) hidden_[place] = false;
  return false;
}

CrossMoves::Piece CrossMoves::InPart(int part, const Exchange& exchange, bool grows) const {
  const int pairs[4] = {
      Pair(exchange.row, exchange.column), Pair(exchange.other_row, exchange.other_column),
      Pair(exchange.row, exchange.other_column), Pair(exchange.other_row, exchange.column)};
  Piece piece;
  const bool rest = told_.parts[part].node == ToldTree::kRest;
  for (int i = 0; i < 4; ++i) {
    const size_t place = Place(part, pairs[i]);
    const int64_t count = told_.parts[part].counts[pairs[i]];
    const bool never_told =
        rest || pairs[i] / columns_ == rows_ - 1 || pairs[i] % columns_ == columns_ - 1;
    if (!hidden_[place]) {
      // Zeros are told.
      if (count == 0 || (root_fixed_ && part == 0)) return {.price = kImpossible, .room = 0};
      piece.price += PriceOf(count);
    }
    const bool cell_grows = (i < 2) == grows;
    if (!cell_grows)
      piece.room = std::min(piece.room, count + change_[place] - (never_told ? 0 : 1));
  }
  return piece;
}

CrossMoves::Piece CrossMoves::InLeaf(int leaf, const Exchange& exchange, bool grows) const {
  const int first =
      grows ? Pair(exchange.row, exchange.other_column) : Pair(exchange.row, exchange.column);
  const int second = grows ? Pair(exchange.other_row, exchange.column)
                           : Pair(exchange.other_row, exchange.other_column);
  const auto left = [this, leaf](int pair) {
    return leaves_[leaf].counts[pair] + leaf_change_[static_cast<size_t>(leaf) * pairs_ + pair];
  };
  return {.room = std::min(left(first), left(second))};
}

CrossMoves::Piece CrossMoves::InLeafAndParts(int leaf, int top, const Exchange& exchange,
                                             bool grows) const {
  ++steps_;
  Piece sum = InLeaf(leaf, exchange, grows);
  for (int part = leaves_[leaf].part; sum.room > 0; part = told_.parts[part].parent) {
    const Piece piece = InPart(part, exchange, grows);
    sum.price += piece.price;
    sum.room = std::min(sum.room, piece.room);
    if (part == top) break;
  }
  return sum;
}

bool CrossMoves::Contains(int part, int leaf) const {
  int at = leaves_[leaf].part;
  while (at > part) at = told_.parts[at].parent;
  return at == part;
}

bool CrossMoves::Best(int part, int pair, int64_t amount, Move& best) const {
  int64_t best_price = kImpossible;
  Exchange exchange{.row = pair / columns_, .column = pair % columns_};
  for (exchange.other_row = 0; exchange.other_row < rows_; ++exchange.other_row) {
    if (exchange.other_row == exchange.row) continue;
    for (exchange.other_column = 0; exchange.other_column < columns_; ++exchange.other_column) {
      if (exchange.other_column == exchange.column) continue;
      // Where within the part.
      int leaf = -1;
      int64_t price = kImpossible;
      for (const int candidate : within_[part]) {
        const Piece piece = InLeafAndParts(candidate, part, exchange, true);
        if (piece.room < amount || piece.price >= price) continue;
        price = piece.price;
        leaf = candidate;
      }
      if (leaf < 0) continue;
      // And where the reverse: among the part's siblings, or farther away, or nowhere.
      for (int top = part; price < best_price;) {
        const int above = told_.parts[top].parent;
        if (above < 0) {
          best_price = price;
          best = {exchange, leaf, -1, top, -1};
          break;
        }
        for (const int candidate : within_[above]) {
          if (Contains(top, candidate)) continue;
          int reverse_top = leaves_[candidate].part;
          while (told_.parts[reverse_top].parent != above)
            reverse_top = told_.parts[reverse_top].parent;
          const Piece piece = InLeafAndParts(candidate, reverse_top, exchange, false);
          if (piece.room < amount || price + piece.price >= best_price) continue;
          best_price = price + piece.price;
          best = {exchange, leaf, candidate, top, reverse_top};
        }
        const Piece piece = InPart(above, exchange, true);
        if (piece.room < amount) break;
        price += piece.price;
        top = above;
      }
    }
  }
  return best_price < kImpossible;
}

void CrossMoves::Apply(const Move& move, int64_t amount) {
  ApplyTo(move.leaf, move.top, move.exchange, amount);
  if (move.reverse_leaf >= 0) ApplyTo(move.reverse_leaf, move.reverse_top, move.exchange, -amount);
}

void CrossMoves::ApplyTo(int leaf, int top, const Exchange& exchange, int64_t amount) {
  const std::pair<int, int64_t> changes[4] = {
      {Pair(exchange.row, exchange.column), amount},
      {Pair(exchange.other_row, exchange.other_column), amount},
      {Pair(exchange.row, exchange.other_column), -amount},
      {Pair(exchange.other_row, exchange.column), -amount}};
  for (const auto& [pair, change] : changes) {
    leaf_change_[static_cast<size_t>(leaf) * pairs_ + pair] += change;
    for (int part = leaves_[leaf].part;; part = told_.parts[part].parent) {
      ChangePart(part, pair, change);
      if (part == top) break;
    }
  }
}

void CrossMoves::ChangePart(int part, int pair, int64_t amount) {
  const size_t place = Place(part, pair);
  change_[place] += amount;
  if (hidden_[place]) return;
  hidden_[place] = true;
  newly_hidden_.push_back(place);
}

}  // namespace tarazy::surveys
