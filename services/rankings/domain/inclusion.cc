#include "services/rankings/domain/inclusion.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/text.h"

namespace tarazy::rankings {
namespace {

void Exclude(UnitResult& unit, std::string reason) {
  unit.standing = Standing::kExcluded;
  unit.reason = std::move(reason);
}

void ApplyMinAvailable(const Plan& plan, const Dataset& dataset, Result& result) {
  const double wanted = *plan.methodology->inclusion.min_available;
  std::vector<int> available(result.units.size(), 0);
  int counted = 0;
  for (const LeafResult& leaf : result.leaves) {
    if (!CountsForAvailability(*plan.tree.nodes[leaf.node])) continue;
    ++counted;
    for (size_t u = 0; u < available.size(); ++u) {
      available[u] += IsAbsent(result.RawValue(dataset, leaf, static_cast<int>(u))) ? 0 : 1;
    }
  }
  if (counted == 0) return;
  for (size_t u = 0; u < available.size(); ++u) {
    if (static_cast<double>(available[u]) / counted >= wanted) continue;
    Exclude(result.units[u], absl::StrCat("has values for ", available[u], " of ", counted,
                                          " indicators; a share of at least ",
                                          ShortestDecimal(wanted), " is required (min_available)"));
  }
}

void ApplyExcludeUnit(const Plan& plan, const Dataset& dataset, Result& result) {
  std::vector<std::vector<std::string>> lacking(result.units.size());
  for (const LeafResult& leaf : result.leaves) {
    const Node& node = *plan.tree.nodes[leaf.node];
    if (node.missing != Missing::kExcludeUnit) continue;
    for (size_t u = 0; u < lacking.size(); ++u) {
      if (result.units[u].standing == Standing::kExcluded) continue;
      if (!IsAbsent(result.RawValue(dataset, leaf, static_cast<int>(u)))) continue;
      lacking[u].push_back(node.code);
    }
  }
  for (size_t u = 0; u < lacking.size(); ++u) {
    if (lacking[u].empty()) continue;
    Exclude(result.units[u], absl::StrCat("has no value for ", absl::StrJoin(lacking[u], ", "),
                                          ", without which it is not ranked (exclude_unit)"));
  }
}

bool HasExcludingLeaf(const Plan& plan) {
  return std::any_of(plan.leaves.begin(), plan.leaves.end(), [&](const PlannedLeaf& leaf) {
    return plan.tree.nodes[leaf.node]->missing == Missing::kExcludeUnit;
  });
}

}  // namespace

bool CountsForAvailability(const Node& leaf) { return leaf.missing != Missing::kNotApplicable; }

bool CanExclude(const Plan& plan) {
  return plan.methodology->inclusion.min_available.has_value() || HasExcludingLeaf(plan);
}

void ExcludeUnits(const Plan& plan, const Dataset& dataset, Result& result) {
  if (plan.methodology->inclusion.min_available) ApplyMinAvailable(plan, dataset, result);
  if (HasExcludingLeaf(plan)) ApplyExcludeUnit(plan, dataset, result);
}

void UnrankBelowShare(const Methodology& methodology, UnitResult& unit) {
  if (!methodology.inclusion.min_share_of_points || unit.standing != Standing::kRanked) return;
  const double share = *methodology.inclusion.min_share_of_points;
  const double least = share * methodology.declared_total.value_or(0);
  if (!(unit.total < least)) return;
  unit.standing = Standing::kUnranked;
  unit.reason =
      absl::StrCat("scored ", ShortestDecimal(unit.total), ", below ", ShortestDecimal(least),
                   " (min_share_of_points ", ShortestDecimal(share), ")");
}

}  // namespace tarazy::rankings
