#include "services/rankings/domain/maximum.h"

#include <algorithm>
#include <functional>

namespace tarazy::rankings {
namespace {

double Sum(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

double SumOfLargest(std::vector<double> values, int count) {
  std::sort(values.begin(), values.end(), std::greater<>());
  if (values.size() > static_cast<size_t>(count)) values.resize(count);
  return Sum(values);
}

}  // namespace

double ChildrenMaximum(const Node& parent, const std::vector<double>& child_maxima) {
  if (child_maxima.empty()) return 0;
  switch (parent.combine.kind) {
    case CombineKind::kSum:
      return Sum(child_maxima);
    case CombineKind::kBestOf:
      return SumOfLargest(child_maxima, parent.combine.count);
    case CombineKind::kMin:
      return *std::min_element(child_maxima.begin(), child_maxima.end());
    default:
      return 100;
  }
}

double NodeMaximum(const Node& node, double children_maximum) {
  if (node.is_leaf()) return node.weight ? 100 : node.points.value_or(0);
  if (!node.points) return children_maximum;
  if (IsWeighted(node.combine.kind)) return *node.points;
  if (node.overflow == Overflow::kAllow) return children_maximum;
  return std::min(children_maximum, *node.points);
}

Maxima MaximaOf(const Tree& tree) {
  Maxima maxima;
  maxima.node.resize(tree.size());
  maxima.children.resize(tree.size());
  std::vector<double> of_children;
  for (size_t i = tree.size(); i-- > 0;) {  // children come after their parent
    of_children.clear();
    for (const int child : tree.children[i]) of_children.push_back(maxima.node[child]);
    maxima.children[i] = ChildrenMaximum(*tree.nodes[i], of_children);
    maxima.node[i] = NodeMaximum(*tree.nodes[i], maxima.children[i]);
  }
  for (const int root : tree.roots) maxima.root += maxima.node[root];
  return maxima;
}

}  // namespace tarazy::rankings
