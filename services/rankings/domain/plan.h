// A methodology made ready for a computation: nodes numbered, maxima known, names resolved.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/rankings/domain/evaluate.h"
#include "services/rankings/domain/maximum.h"
#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {

struct PlannedLeaf {
  int node = -1;
  BoundFormula formula;
};

struct Plan {
  const Methodology* methodology = nullptr;  // must outlive the plan
  Tree tree;
  Maxima maxima;
  std::vector<PlannedLeaf> leaves;  // in tree order
  std::vector<int> leaf_of_node;    // -1 for inner nodes
};

// INVALID_ARGUMENT with kMethodologyInvalid when the structure is broken (lint/structure.h).
absl::StatusOr<Plan> MakePlan(const Methodology& methodology);

// The number of each variable's column.
VariableIndex IndexVariables(const Methodology& methodology);

}  // namespace tarazy::rankings
