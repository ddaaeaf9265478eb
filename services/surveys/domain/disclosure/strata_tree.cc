#include "services/surveys/domain/disclosure/strata_tree.h"

#include <algorithm>
#include <utility>

namespace tarazy::surveys {

std::vector<std::vector<int>> ChildrenOf(const StrataTree& tree) {
  std::vector<std::vector<int>> children(tree.size());
  for (int node = 1; node < tree.size(); ++node) children[tree.parents[node]].push_back(node);
  return children;
}

std::vector<int> OrderByContents(const StrataTree& tree,
                                 const std::vector<std::vector<int64_t>>& contents) {
  std::vector<std::vector<int>> children = ChildrenOf(tree);
  std::vector<std::vector<int64_t>> keys(tree.size());
  for (int node = tree.size() - 1; node >= 0; --node) {
    std::sort(children[node].begin(), children[node].end(), [&](int a, int b) {
      return keys[a] != keys[b] ? keys[a] < keys[b] : tree.ids[a] < tree.ids[b];
    });
    std::vector<int64_t>& key = keys[node];
    key = contents[node];
    key.push_back(static_cast<int64_t>(children[node].size()));
    for (const int child : children[node])
      key.insert(key.end(), keys[child].begin(), keys[child].end());
  }
  std::vector<int> order;
  order.reserve(tree.size());
  std::vector<int> stack = {0};
  while (!stack.empty()) {
    const int node = stack.back();
    stack.pop_back();
    order.push_back(node);
    stack.insert(stack.end(), children[node].rbegin(), children[node].rend());
  }
  return order;
}

}  // namespace tarazy::surveys
