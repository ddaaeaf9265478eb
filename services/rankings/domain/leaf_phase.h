// The engine's first half: every leaf's raw values, then its reference sets and events. Leaves are
// independent; inside a leaf the units are taken in order.
#pragma once

#include <vector>

#include "services/rankings/domain/plan.h"
#include "services/rankings/domain/result.h"

namespace tarazy::rankings {

// Fills result.leaves[leaf].x where the formula is more than a variable, and lists the units whose
// value is undefined.
void EvaluateLeaf(const Plan& plan, const Dataset& dataset, size_t leaf, Result& result,
                  std::vector<int>& undefined);

// Fills result.leaves[leaf].groups from the included units, and lists what happened.
void ReferToOthers(const Plan& plan, const Dataset& dataset, size_t leaf,
                   const std::vector<int>& undefined, bool anyone_excluded, Result& result,
                   std::vector<Event>& events);

}  // namespace tarazy::rankings
