#include "services/surveys/domain/figures/weighting.h"

#include <gtest/gtest.h>

namespace tarazy::surveys {
namespace {

TEST(WeightingTest, EachGroupCountsAsItsFrame) {
  // 100 people of whom 10 answered with 4.0, 300 of whom 60 answered with 3.0.
  const auto weighted = WeightToFrame(
      {{.frame = 100, .answered = 10, .share = 4}, {.frame = 300, .answered = 60, .share = 3}});
  ASSERT_TRUE(weighted.has_value());
  EXPECT_DOUBLE_EQ(weighted->value, 3.25);
  // Weights 10 and 5: 70·(10·100 + 60·25) / 400² = 70·2500/160000.
  EXPECT_DOUBLE_EQ(weighted->design_effect, 1.09375);
}

TEST(WeightingTest, TheSameRateEverywhereCostsNothing) {
  const auto weighted = WeightToFrame(
      {{.frame = 20, .answered = 10, .share = 1}, {.frame = 60, .answered = 30, .share = 2}});
  EXPECT_DOUBLE_EQ(weighted->value, 1.75);
  EXPECT_DOUBLE_EQ(weighted->design_effect, 1);
}

TEST(WeightingTest, AGroupWithoutAnswersLeavesNothingToWeigh) {
  EXPECT_FALSE(WeightToFrame({}).has_value());
  EXPECT_FALSE(
      WeightToFrame({{.frame = 20, .answered = 10, .share = 1}, {.frame = 5}}).has_value());
}

}  // namespace
}  // namespace tarazy::surveys
