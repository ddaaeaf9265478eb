// unreachable_points: stated points that no unit can ever get.
#include <algorithm>

#include "services/rankings/domain/lint/plain_number.h"
#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"
#include "services/rankings/domain/maximum.h"

namespace tarazy::rankings {
namespace {

void CheckBandsReach(const Node& leaf, std::vector<Finding>& findings) {
  const auto* bands = std::get_if<Bands>(&leaf.normaliser);
  if (bands == nullptr || !leaf.points) return;
  double best = 0;
  for (const Band& band : bands->bands) best = std::max(best, band.points);
  if (best >= *leaf.points - kPointsTolerance) return;
  AddWarning("unreachable_points", leaf.code,
             absl::StrCat("the best band gives ", PlainNumber(best), " of ",
                          PlainNumber(*leaf.points), " points"),
             findings);
}

void CheckParent(const Node& node, double children_maximum, std::vector<Finding>& findings) {
  const Combine& combine = node.combine;
  const auto count = static_cast<int>(node.children.size());
  if (combine.kind == CombineKind::kBestOf && combine.count > count) {
    AddWarning("unreachable_points", node.code,
               absl::StrCat("the best ", combine.count, " are counted, but there are only ", count,
                            " children"),
               findings);
  }
  if (!node.points || IsWeighted(combine.kind)) return;
  // Under a plain sum the same is points_mismatch, an error.
  if (combine.kind == CombineKind::kSum && !node.overflow) return;
  if (children_maximum >= *node.points - kPointsTolerance) return;
  AddWarning("unreachable_points", node.code,
             absl::StrCat("the children reach at most ", PlainNumber(children_maximum), " of ",
                          PlainNumber(*node.points), " points"),
             findings);
}

}  // namespace

void LintUnreachablePoints(const Tree& tree, std::vector<Finding>& findings) {
  const Maxima maxima = MaximaOf(tree);
  for (size_t i = 0; i < tree.size(); ++i) {
    const Node& node = *tree.nodes[i];
    if (node.is_leaf()) {
      CheckBandsReach(node, findings);
    } else {
      CheckParent(node, maxima.children[i], findings);
    }
  }
}

}  // namespace tarazy::rankings
