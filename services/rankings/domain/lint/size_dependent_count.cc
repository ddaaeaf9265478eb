// size_dependent_count: a bare number of things among ratios favours the large.
#include <algorithm>
#include <string>
#include <unordered_map>

#include "absl/strings/str_join.h"
#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"
#include "services/rankings/domain/lint/units_of_measure.h"

namespace tarazy::rankings {
namespace {

bool Divides(const Formula& formula) {
  return std::any_of(formula.nodes.begin(), formula.nodes.end(),
                     [](const Expr& expr) { return expr.op == Op::kDivide; });
}

// These hold a value against a fixed measure, which the methodologist chose knowing the sizes.
bool HasFixedMeasure(const Normaliser& kind) {
  return std::holds_alternative<Bands>(kind) || std::holds_alternative<Goalposts>(kind) ||
         std::holds_alternative<Reached>(kind) || std::holds_alternative<Identity>(kind);
}

}  // namespace

void LintSizeDependentCounts(const Methodology& methodology, const Tree& tree,
                             std::vector<Finding>& findings) {
  std::unordered_map<std::string, bool> is_count;
  for (const Variable& variable : methodology.variables) {
    is_count[variable.name] = IsCountUnit(variable.unit);
  }
  size_t leaves = 0, ratios = 0;
  std::vector<const Node*> suspects;
  for (const Node* node : tree.nodes) {
    if (!node->is_leaf() || !node->value) continue;
    ++leaves;
    if (Divides(*node->value)) {
      ++ratios;
      continue;
    }
    const std::vector<std::string> names = VariablesOf(*node->value);
    const bool counts = !names.empty() && std::all_of(names.begin(), names.end(),
                                                      [&](const auto& n) { return is_count[n]; });
    if (counts && !HasFixedMeasure(node->normaliser)) suspects.push_back(node);
  }
  if (2 * ratios < leaves) return;
  for (const Node* node : suspects) {
    AddWarning("size_dependent_count", node->code,
               absl::StrCat("counts ", absl::StrJoin(VariablesOf(*node->value), ", "),
                            " without dividing by anything, while ", ratios, " of ", leaves,
                            " indicators are ratios: large units win"),
               findings);
  }
}

}  // namespace tarazy::rankings
