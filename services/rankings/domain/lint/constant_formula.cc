// constant_formula: without a variable every unit has the same value.
#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"

namespace tarazy::rankings {

void LintConstantFormulas(const Tree& tree, std::vector<Finding>& findings) {
  for (const Node* node : tree.nodes) {
    if (!node->is_leaf() || !node->value || !VariablesOf(*node->value).empty()) continue;
    AddWarning("constant_formula", node->code,
               absl::StrCat("the formula ", CanonicalText(*node->value),
                            " has no variable; all units score the same"),
               findings);
  }
}

}  // namespace tarazy::rankings
