// unused_variable: declared, asked of every unit, and in no formula.
#include <string>
#include <unordered_set>

#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"

namespace tarazy::rankings {

void LintUnusedVariables(const Methodology& methodology, const Tree& tree,
                         std::vector<Finding>& findings) {
  std::unordered_set<std::string> used;
  for (const Node* node : tree.nodes) {
    if (!node->value) continue;
    for (const Expr& expr : node->value->nodes) {
      if (expr.op == Op::kVariable) used.insert(expr.name);
    }
  }
  for (const Variable& variable : methodology.variables) {
    if (used.contains(variable.name)) continue;
    AddWarning("unused_variable", variable.name, "the variable is in no formula", findings);
  }
}

}  // namespace tarazy::rankings
