// duplicate_formula: two leaves that measure the same thing count it twice.
#include <string>
#include <unordered_map>

#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"

namespace tarazy::rankings {

void LintDuplicateFormulas(const Tree& tree, std::vector<Finding>& findings) {
  std::unordered_map<std::string, const Node*> first;
  for (const Node* node : tree.nodes) {
    if (!node->is_leaf() || !node->value) continue;
    const std::string text = CanonicalText(*node->value);
    const auto [place, added] = first.emplace(text, node);
    if (added) continue;
    AddWarning("duplicate_formula", node->code,
               absl::StrCat("has the same formula as ", place->second->code, ": ", text), findings);
  }
}

}  // namespace tarazy::rankings
