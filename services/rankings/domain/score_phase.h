// The engine's second half: node values and totals of a block of units, bottom-up.
#pragma once

#include "services/rankings/domain/plan.h"
#include "services/rankings/domain/result.h"

namespace tarazy::rankings {

inline constexpr size_t kBlockUnits = 512;  // 100 nodes of it stay in a core's cache

// Units [begin, end) of result.values and their totals. Excluded units become NaN.
void ScoreBlock(const Plan& plan, const Dataset& dataset, size_t begin, size_t end, Result& result);

}  // namespace tarazy::rankings
