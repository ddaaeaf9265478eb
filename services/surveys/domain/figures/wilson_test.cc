#include "services/surveys/domain/figures/wilson.h"

#include <gtest/gtest.h>

namespace tarazy::surveys {
namespace {

TEST(WilsonTest, EightOfTen) {
  // z² = 3.8415: centre (0.8 + 0.192073) / 1.384146 = 0.716740, half
  // 1.959964·√(0.016 + 0.00960365) / 1.384146 = 0.226577.
  const Interval interval = WilsonInterval(8, 10, std::nullopt);
  EXPECT_NEAR(interval.low, 49.016, 0.001);
  EXPECT_NEAR(interval.high, 94.332, 0.001);
}

TEST(WilsonTest, TheExamplesOfTheLiterature) {
  // Newcombe (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29.
  Interval interval = WilsonInterval(81, 263, std::nullopt);
  EXPECT_NEAR(interval.low, 25.53, 0.01);
  EXPECT_NEAR(interval.high, 36.62, 0.01);
  interval = WilsonInterval(15, 148, std::nullopt);
  EXPECT_NEAR(interval.low, 6.24, 0.01);
  EXPECT_NEAR(interval.high, 16.05, 0.01);
  interval = WilsonInterval(0, 20, std::nullopt);
  EXPECT_EQ(interval.low, 0);
  EXPECT_NEAR(interval.high, 16.11, 0.01);
  interval = WilsonInterval(1, 29, std::nullopt);
  EXPECT_NEAR(interval.low, 0.61, 0.01);
  EXPECT_NEAR(interval.high, 17.18, 0.01);
}

TEST(WilsonTest, TheFrameNarrowsIt) {
  // 10 of a frame of 26 count as 10·25/16 = 15.625: centre (0.8 + 0.122927) / 1.245853, half
  // 1.959964·√(0.16/15.625 + 3.841459/(4·15.625²)) / 1.245853.
  const Interval interval = WilsonInterval(8, 10, 26);
  EXPECT_NEAR((interval.low + interval.high) / 2, 74.0799, 0.0005);
  EXPECT_NEAR((interval.high - interval.low) / 2, 18.7293, 0.0005);
  const Interval census = WilsonInterval(8, 10, 10);
  EXPECT_EQ(census.low, 80);
  EXPECT_EQ(census.high, 80);
  EXPECT_EQ(WilsonInterval(8, 10, 9).low, WilsonInterval(8, 10, std::nullopt).low);
}

TEST(WilsonTest, TheSizeThatCountsGivesTheKnownMargin) {
  // 177 of 442 at a half: 1.96·√(0.25/177 · 265/441) = 5.71 points, 7.37 without the frame.
  // Wilson's half is z·√(p q / n + z²/4n²) / (1 + z²/n) = (z/2)/√(n + z²): 88 and 89 of 177 are
  // next to it.
  const Interval with = WilsonInterval(89, 177, 442);
  const Interval without = WilsonInterval(89, 177, std::nullopt);
  EXPECT_NEAR((with.high - with.low) / 2, 5.71, 0.05);
  EXPECT_NEAR((without.high - without.low) / 2, 7.37, 0.1);
}

TEST(WilsonTest, BoundsStayWithinZeroAndAHundred) {
  for (int n = 1; n <= 30; ++n) {
    for (int count = 0; count <= n; ++count) {
      const Interval interval = WilsonInterval(count, n, std::nullopt);
      const double share = 100.0 * count / n;
      EXPECT_GE(interval.low, 0);
      EXPECT_LE(interval.low, share);
      EXPECT_GE(interval.high, share);
      EXPECT_LE(interval.high, 100);
    }
  }
}

}  // namespace
}  // namespace tarazy::surveys
