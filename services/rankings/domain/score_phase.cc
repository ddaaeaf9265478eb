#include "services/rankings/domain/score_phase.h"

#include <cmath>

#include "services/rankings/domain/combine.h"
#include "services/rankings/domain/missing.h"
#include "services/rankings/domain/normalise_mappings.h"

namespace tarazy::rankings {
namespace {

// One reference set for the whole block: everything that depends on the leaf is decided once.
void ScoreLeaf(const Node& leaf, const Reference& s, absl::Span<const double> x,
               absl::Span<double> out) {
  const double without = MissingLeafValue(leaf, s);
  WithMapping(leaf, s, [&](auto mapping) {
    WithScale(leaf, [&](auto scale) {
      for (size_t u = 0; u < x.size(); ++u) {
        out[u] = std::isnan(x[u]) ? without : scale(mapping(x[u]));
      }
    });
  });
}

void ScoreLeafByGroup(const Node& leaf, const LeafResult& references, const Result& result,
                      size_t begin, absl::Span<const double> x, absl::Span<double> out) {
  for (size_t u = 0; u < x.size(); ++u) {
    const Reference& s = result.ReferenceOf(references, static_cast<int>(begin + u));
    out[u] =
        std::isnan(x[u]) ? MissingLeafValue(leaf, s) : LeafValue(leaf, Normalise(leaf, s, x[u]));
  }
}

void ScoreParent(const Plan& plan, size_t node, size_t begin, Result& result,
                 std::vector<Child>& children, absl::Span<double> out) {
  children.clear();
  for (const int child : plan.tree.children[node]) {
    children.push_back({.values = result.values.row(child).data() + begin,
                        .maximum = plan.maxima.node[child],
                        .weight = plan.tree.nodes[child]->weight.value_or(0)});
  }
  const Node& parent = *plan.tree.nodes[node];
  CombineChildren(parent.combine, children, out);
  if (!parent.points) return;
  for (double& value : out) {
    if (!std::isnan(value)) value = ScorePoints(parent, plan.maxima.children[node], value);
  }
}

void SumTopLevel(const Plan& plan, size_t begin, size_t end, Result& result) {
  for (size_t u = begin; u < end; ++u) {
    double total = 0;
    for (const int root : plan.tree.roots) {
      const double value = result.values.at(root, u);
      if (!std::isnan(value)) total += value;  // a missing top-level node counts 0
    }
    result.units[u].total = total;
  }
}

void BlankExcluded(size_t begin, size_t end, Result& result) {
  for (size_t u = begin; u < end; ++u) {
    if (result.units[u].standing != Standing::kExcluded) continue;
    result.units[u].total = result.units[u].score = kAbsent;
    for (size_t node = 0; node < result.values.rows(); ++node) {
      result.values.row(node)[u] = kAbsent;
    }
  }
}

}  // namespace

void ScoreBlock(const Plan& plan, const Dataset& dataset, size_t begin, size_t end,
                Result& result) {
  std::vector<Child> children;
  for (size_t node = plan.tree.size(); node-- > 0;) {  // children come after their parent
    const absl::Span<double> out = result.values.row(node).subspan(begin, end - begin);
    const int leaf_index = plan.leaf_of_node[node];
    if (leaf_index < 0) {
      ScoreParent(plan, node, begin, result, children, out);
      continue;
    }
    const LeafResult& leaf = result.leaves[leaf_index];
    const absl::Span<const double> all =
        leaf.variable >= 0 ? dataset.columns[leaf.variable] : leaf.x;
    const absl::Span<const double> x = all.subspan(begin, end - begin);
    if (result.normalized_within) {
      ScoreLeafByGroup(*plan.tree.nodes[node], leaf, result, begin, x, out);
    } else {
      ScoreLeaf(*plan.tree.nodes[node], leaf.groups[0], x, out);
    }
  }
  SumTopLevel(plan, begin, end, result);
  BlankExcluded(begin, end, result);
}

}  // namespace tarazy::rankings
