// Shown components: every node's additive share of the published score, in decimals that add up.
#pragma once

#include <vector>

#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/result.h"

namespace tarazy::rankings {

// [node]: of a unit that is listed with a score. Children of every additive node add up to it
// exactly, the top-level nodes to the published score. Zeros for an excluded unit.
std::vector<Decimal> ShownComponents(const Methodology& methodology, const Result& result,
                                     int unit);

// floors of `parts` to `decimals`, adjusted so that they add up to `total`: left-over units go to
// the largest remainders (in order on ties, cycling), a negative left-over comes off the smallest.
std::vector<Decimal> Apportion(const Decimal& total, const std::vector<double>& parts);

}  // namespace tarazy::rankings
