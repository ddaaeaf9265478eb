#include "services/rankings/domain/rank.h"

#include <algorithm>

#include "services/rankings/domain/decimal.h"

namespace tarazy::rankings {

std::vector<int> RankInPlace(const Ties& ties, int decimals, std::vector<Contender>& contenders) {
  std::sort(contenders.begin(), contenders.end(), [](const Contender& a, const Contender& b) {
    if (a.group != b.group) return a.group < b.group;
    if (a.score != b.score) return a.score > b.score;
    return a.unit < b.unit;
  });
  // A whole number of last decimals is at most t exactly when it is at most t rounded down.
  const int64_t tolerance =
      ties.kind == TiesKind::kCluster ? FloorDecimal(ties.tolerance, decimals).floor.scaled : 0;
  std::vector<int> ranks(contenders.size());
  size_t group_start = 0;
  size_t tie_start = 0;  // the tie's (cluster's) best
  for (size_t i = 0; i < contenders.size(); ++i) {
    if (i == 0 || contenders[i].group != contenders[i - 1].group) {
      group_start = tie_start = i;
      ranks[i] = 1;
      continue;
    }
    if (contenders[tie_start].score - contenders[i].score <= tolerance) {
      ranks[i] = ranks[tie_start];
      continue;
    }
    ranks[i] = ties.kind == TiesKind::kDense ? ranks[tie_start] + 1
                                             : static_cast<int>(i - group_start) + 1;
    tie_start = i;
  }
  return ranks;
}

}  // namespace tarazy::rankings
