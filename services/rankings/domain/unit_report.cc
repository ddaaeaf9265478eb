#include "services/rankings/domain/unit_report.h"

#include <algorithm>

#include "common/base/error.h"
#include "services/rankings/domain/explain_leaf.h"
#include "services/rankings/domain/node_ranks.h"
#include "services/rankings/domain/shown.h"
#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {

absl::StatusOr<UnitReport> ExplainUnit(const Methodology& methodology, const Dataset& dataset,
                                       const Result& result, absl::string_view unit_id) {
  const auto found = std::lower_bound(dataset.units.begin(), dataset.units.end(), unit_id);
  if (found == dataset.units.end() || *found != unit_id) return NotFound("unit", unit_id);
  const int unit = static_cast<int>(found - dataset.units.begin());
  UnitReport report{.unit = *found,
                    .group = dataset.groups.empty() ? "" : dataset.groups[unit],
                    .result = result.units[unit]};
  const Tree tree = MakeTree(methodology);
  const std::vector<Decimal> shown = ShownComponents(methodology, result, unit);
  const std::vector<int> ranks = NodeRanksOf(methodology, result, unit);
  for (size_t i = 0; i < tree.size(); ++i) {
    const Node& node = *tree.nodes[i];
    NodeReport line{.node = static_cast<int>(i),
                    .code = node.code,
                    .title = node.title,
                    .depth = tree.depth[i],
                    .leaf = node.is_leaf(),
                    .points = result.values.at(i, unit),
                    .max_points = result.maxima[i],
                    .shown = shown[i],
                    .rank = ranks[i]};
    if (line.leaf) ExplainLeaf(methodology, dataset, result, node, unit, line);
    report.nodes.push_back(std::move(line));
  }
  return report;
}

}  // namespace tarazy::rankings
