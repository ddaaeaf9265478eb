// Ranks by published scores, best first; ties per the methodology.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

struct Contender {
  int group = 0;      // ranks start anew in each
  int64_t score = 0;  // Decimal::scaled
  int unit = 0;       // bytewise order of the id; breaks ties in the order, not in the rank
};

// Sorts by group, score (best first) and unit; gives the rank of each contender in that order.
// `decimals` are those of the scores; a cluster's tolerance is compared in decimals too.
std::vector<int> RankInPlace(const Ties& ties, int decimals, std::vector<Contender>& contenders);

}  // namespace tarazy::rankings
