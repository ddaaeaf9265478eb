#include "services/surveys/domain/figures/percent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace tarazy::surveys {
namespace {

using ::testing::ElementsAre;

TEST(PercentTest, EachIsRoundedForItselfAHalfAwayFromZero) {
  EXPECT_EQ(PercentUnits(2, 57, 1), 35);     // 3.5087…
  EXPECT_EQ(PercentUnits(33, 177, 1), 186);  // 18.6440…
  EXPECT_EQ(PercentUnits(1, 8, 2), 1250);    // 12.5
  EXPECT_EQ(PercentUnits(1, 8, 0), 13);      // 12.5
  EXPECT_EQ(PercentUnits(1, 2000, 1), 1);    // 0.05
  EXPECT_EQ(PercentUnits(-1, 8, 0), -13);
  EXPECT_EQ(PercentUnits(-1, 3, 1), -333);
  EXPECT_EQ(PercentUnits(0, 7, 3), 0);
}

TEST(PercentTest, HalvesThatBinaryNumbersMissAreStillHalves) {
  // 1.005 % and 2.675 %: the doubles nearest to them are below.
  EXPECT_EQ(RoundedPercent(201, 20000, 2), 1.01);
  EXPECT_EQ(RoundedPercent(107, 4000, 2), 2.68);
}

TEST(PercentTest, LargeCountsDoNotOverflow) {
  EXPECT_EQ(RoundedPercent(999'999'999'999'999, 1'000'000'000'000'000, 6), 100);
  EXPECT_EQ(RoundedPercent(333'333'333'333'333, 1'000'000'000'000'000, 6), 33.333333);
}

TEST(PercentTest, TicksMayPassAHundredOfThePeople) {
  // 67 ticks of 57 people: of the ticks nobody is a share.
  EXPECT_EQ(RoundedPercent(67, 57, 1), 117.5);
}

TEST(PercentTest, WhatIsLeftGoesToTheLargestRemainders) {
  // 142, 33, 0, 0, 2 of 177: 80.2260, 18.6441, 1.1299 lose 0.1 when each is rounded for itself.
  EXPECT_THAT(AddUpPercents({142, 33, 0, 0, 2}, 1), ElementsAre(80.2, 18.7, 0, 0, 1.1));
}

TEST(PercentTest, EqualRemaindersGoToTheEarlier) {
  EXPECT_THAT(AddUpPercents({1, 1, 1}, 1), ElementsAre(33.4, 33.3, 33.3));
  EXPECT_THAT(AddUpPercents({1, 1, 1, 1, 1, 1}, 0), ElementsAre(17, 17, 17, 17, 16, 16));
}

TEST(PercentTest, RowsAddUpWhateverTheCounts) {
  for (int64_t a = 0; a < 40; ++a) {
    for (int64_t b = 1; b < 40; ++b) {
      const std::vector<double> row = AddUpPercents({a, b, 7, 13}, 1);
      EXPECT_NEAR(std::accumulate(row.begin(), row.end(), 0.0), 100, 1e-9) << a << " " << b;
      for (size_t i = 0; i < row.size(); ++i) {
        const double exact = 100.0 * std::vector<int64_t>{a, b, 7, 13}[i] / (a + b + 20);
        EXPECT_NEAR(row[i], exact, 0.1) << a << " " << b;
      }
    }
  }
}

}  // namespace
}  // namespace tarazy::surveys
