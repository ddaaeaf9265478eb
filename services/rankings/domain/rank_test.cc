#include "services/rankings/domain/rank.h"

#include <gmock/gmock.h>

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;

std::vector<int> Ranked(const Ties& ties, std::vector<int64_t> scores,
                        std::vector<int> groups = {}) {
  std::vector<Contender> contenders;
  for (size_t i = 0; i < scores.size(); ++i) {
    contenders.push_back({groups.empty() ? 0 : groups[i], scores[i], static_cast<int>(i)});
  }
  const std::vector<int> ranks = RankInPlace(ties, 2, contenders);
  std::vector<int> by_unit(scores.size());
  for (size_t i = 0; i < ranks.size(); ++i) by_unit[contenders[i].unit] = ranks[i];
  return by_unit;
}

TEST(RankTest, CompetitionSkipsAndDenseDoesNot) {
  EXPECT_THAT(Ranked({}, {70, 90, 80, 80}), ElementsAre(4, 1, 2, 2));
  EXPECT_THAT(Ranked({TiesKind::kDense}, {70, 90, 80, 80}), ElementsAre(3, 1, 2, 2));
}

TEST(RankTest, ClusterIsMeasuredFromItsBest) {
  // 0.50 wide: 90.00, 89.50 | 89.49, 89.00 | 88.00
  EXPECT_THAT(Ranked({TiesKind::kCluster, 0.5}, {9000, 8950, 8949, 8900, 8800}),
              ElementsAre(1, 1, 3, 3, 5));
  EXPECT_THAT(Ranked({TiesKind::kCluster, 0.1}, {30, 20, 10}), ElementsAre(1, 1, 3));
  EXPECT_THAT(Ranked({TiesKind::kCluster, 0}, {30, 30, 10}), ElementsAre(1, 1, 3));
}

TEST(RankTest, StartsAnewInEachGroup) {
  EXPECT_THAT(Ranked({}, {70, 90, 80, 80}, {0, 1, 0, 1}), ElementsAre(2, 1, 1, 2));
}

}  // namespace
}  // namespace tarazy::rankings
