#include <algorithm>
#include <vector>

#include "services/surveys/domain/disclosure/protect.h"

namespace tarazy::surveys {
namespace {

// Strata in the order of their contents; suppresses until every small stratum can be large.
class StrataSearch {
 public:
  StrataSearch(std::vector<int> parents, std::vector<int64_t> ballots, int64_t threshold)
      : tree_{.ids = {}, .parents = std::move(parents)},
        children_(ChildrenOf(tree_)),
        ballots_(std::move(ballots)),
        threshold_(threshold),
        suppressed_(tree_.size(), false) {}

  void SuppressSmall() {
    for (int node = 0; node < tree_.size(); ++node) suppressed_[node] = Small(node);
  }

  void SuppressMore() {
    while (true) {
      const int exposed = FindExposed();
      if (exposed < 0) return;
      Hide(exposed);
    }
  }

  const std::vector<bool>& suppressed() const { return suppressed_; }

 private:
  bool Small(int node) const { return ballots_[node] > 0 && ballots_[node] < threshold_; }

  // Nothing of a family is told, so that the reader cannot tell which of its strata are empty.
  bool WholeFamily(int parent) const {
    return std::all_of(children_[parent].begin(), children_[parent].end(),
                       [this](int child) { return suppressed_[child]; });
  }

  // The fewest ballots that the reader must credit a stratum with.
  int64_t Least(int node) const {
    if (!suppressed_[node]) return ballots_[node];
    int64_t least = 0;
    for (const int child : children_[node]) least += Least(child);
    if (node > 0 && !WholeFamily(tree_.parents[node])) least = std::max<int64_t>(least, 1);
    return least;
  }

  // The nearest stratum above that is told; -1: none is.
  int ToldAbove(int node) const {
    int above = tree_.parents[node];
    while (above >= 0 && suppressed_[above]) above = tree_.parents[above];
    return above;
  }

  // The most ballots that the reader must hold possible for a suppressed stratum below `told`.
  int64_t Most(int node, int told) const {
    int64_t others = 0;
    for (int at = node; at != told; at = tree_.parents[at]) {
      for (const int sibling : children_[tree_.parents[at]]) {
        if (sibling != at) others += Least(sibling);
      }
    }
    return ballots_[told] - others;
  }

  // The lowest small leaf that cannot be as large as the threshold; -1: none. A small inner stratum
  // can be at least as large as the leaves in it.
  int FindExposed() const {
    for (int node = tree_.size() - 1; node > 0; --node) {
      if (!children_[node].empty() || !Small(node)) continue;
      const int told = ToldAbove(node);
      if (told >= 0 && Most(node, told) < threshold_) return node;
    }
    return -1;
  }

  // Suppresses something more for a leaf that is exposed.
  void Hide(int leaf) {
    const int told = ToldAbove(leaf);
    // Strata told within the region that the told one leaves open.
    std::vector<int> candidates;
    std::vector<int> empty;
    for (int node = told + 1; node < tree_.size(); ++node) {
      if (suppressed_[node] || ToldAbove(node) != told) continue;
      (ballots_[node] > 0 ? candidates : empty).push_back(node);
    }
    // Siblings first, then the smallest.
    const int family = tree_.parents[leaf];
    const auto best =
        std::min_element(candidates.begin(), candidates.end(), [this, family](int a, int b) {
          const bool far_a = tree_.parents[a] != family;
          const bool far_b = tree_.parents[b] != family;
          return far_a != far_b ? far_b : ballots_[a] < ballots_[b];
        });
    if (best != candidates.end() && tree_.parents[*best] == family) {
      HideDown(*best);
    } else if (const auto zero =
                   std::find_if(empty.begin(), empty.end(),
                                [this, family](int node) { return tree_.parents[node] == family; });
               zero != empty.end()) {
      HideEmpty(family);
    } else if (best != candidates.end()) {
      HideDown(*best);
    } else if (!empty.empty()) {
      HideEmpty(tree_.parents[empty.front()]);
    } else {
      suppressed_[told] = true;
    }
  }

  void HideEmpty(int family) {
    for (const int child : children_[family]) {
      if (ballots_[child] == 0) HideAll(child);
    }
  }

  void HideAll(int node) {
    suppressed_[node] = true;
    for (const int child : children_[node]) HideAll(child);
  }

  // An inner stratum is hidden only if something in it is, down to a leaf.
  void HideDown(int node) {
    suppressed_[node] = true;
    if (children_[node].empty()) return;
    int smallest = -1;
    for (const int child : children_[node]) {
      if (ballots_[child] == 0) continue;
      if (suppressed_[child]) return;
      if (smallest < 0 || ballots_[child] < ballots_[smallest]) smallest = child;
    }
    if (smallest >= 0) HideDown(smallest);
  }

  const StrataTree tree_;
  const std::vector<std::vector<int>> children_;
  const std::vector<int64_t> ballots_;
  const int64_t threshold_;
  std::vector<bool> suppressed_;
};

}  // namespace

std::vector<bool> ProtectStrata(const StrataTree& tree, const std::vector<int64_t>& ballots,
                                Protection protection) {
  std::vector<std::vector<int64_t>> contents;
  for (const int64_t count : ballots) contents.push_back({count});
  const std::vector<int> order = OrderByContents(tree, contents);
  std::vector<int> place(tree.size());
  for (int i = 0; i < tree.size(); ++i) place[order[i]] = i;
  std::vector<int> parents;
  std::vector<int64_t> ordered;
  for (const int node : order) {
    parents.push_back(tree.parents[node] < 0 ? -1 : place[tree.parents[node]]);
    ordered.push_back(ballots[node]);
  }
  StrataSearch search(std::move(parents), std::move(ordered), protection.threshold);
  search.SuppressSmall();
  if (protection.complementary) search.SuppressMore();
  std::vector<bool> suppressed(tree.size());
  for (int i = 0; i < tree.size(); ++i) suppressed[order[i]] = search.suppressed()[i];
  return suppressed;
}

}  // namespace tarazy::surveys
