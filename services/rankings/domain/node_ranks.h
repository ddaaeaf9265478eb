// Every unit's rank at every node: competition, by the node's value rounded like a published score,
// best first, inside the group with rank_within. 0: no rank (excluded, unranked, missing there).
#pragma once

#include <vector>

#include "services/rankings/domain/dataset.h"
#include "services/rankings/domain/matrix.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/result.h"

namespace tarazy::rankings {

// [node][unit].
Matrix<int> NodeRanks(const Methodology& methodology, const Result& result);

// [node], for one unit only: cheap where the whole table is not needed.
std::vector<int> NodeRanksOf(const Methodology& methodology, const Result& result, int unit);

}  // namespace tarazy::rankings
