#include "services/rankings/domain/plan.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/domain/lint/structure.h"

namespace tarazy::rankings {

VariableIndex IndexVariables(const Methodology& methodology) {
  VariableIndex index;
  index.reserve(methodology.variables.size());
  for (size_t i = 0; i < methodology.variables.size(); ++i) {
    index.emplace(methodology.variables[i].name, static_cast<int>(i));
  }
  return index;
}

absl::StatusOr<Plan> MakePlan(const Methodology& methodology) {
  Plan plan;
  plan.methodology = &methodology;
  plan.tree = MakeTree(methodology);
  std::vector<Finding> faults;
  LintStructure(methodology, plan.tree, faults);
  for (const Finding& fault : faults) {
    return InvalidArgument(Reason::kMethodologyInvalid,
                           absl::StrCat(fault.rule, fault.node.empty() ? "" : " at ", fault.node,
                                        ": ", fault.message));
  }
  plan.maxima = MaximaOf(plan.tree);
  plan.leaf_of_node.assign(plan.tree.size(), -1);
  const VariableIndex variables = IndexVariables(methodology);
  for (size_t i = 0; i < plan.tree.size(); ++i) {
    if (!plan.tree.nodes[i]->is_leaf()) continue;
    ASSIGN_OR_RETURN(BoundFormula formula,
                     BoundFormula::Bind(*plan.tree.nodes[i]->value, variables));
    plan.leaf_of_node[i] = static_cast<int>(plan.leaves.size());
    plan.leaves.push_back({static_cast<int>(i), std::move(formula)});
  }
  return plan;
}

}  // namespace tarazy::rankings
