#include "services/surveys/domain/figures/moments.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tarazy::surveys {
namespace {

Sums Of(std::initializer_list<int64_t> values) {
  Sums sums;
  for (const int64_t value : values) sums.Add(value);
  return sums;
}

TEST(MomentsTest, MeanAndDeviationWithOneLess) {
  // 2, 4, 4, 4, 5, 5, 7, 9: sum 40, squares 232; 232 - 200 = 32, of 7.
  const auto moments = MomentsOf(Of({2, 4, 4, 4, 5, 5, 7, 9}), std::nullopt);
  ASSERT_TRUE(moments.has_value());
  EXPECT_EQ(moments->mean, 5);
  EXPECT_DOUBLE_EQ(*moments->standard_deviation, std::sqrt(32.0 / 7));
  EXPECT_DOUBLE_EQ(*moments->standard_error, std::sqrt(32.0 / 7 / 8));
}

TEST(MomentsTest, TheFrameMakesTheErrorSmaller) {
  const Sums sums = Of({2, 4, 4, 4, 5, 5, 7, 9});
  // Half of the 16 people answered: √(1 - 8/16).
  EXPECT_DOUBLE_EQ(*MomentsOf(sums, 16)->standard_error, std::sqrt(32.0 / 7 / 8 / 2));
  EXPECT_EQ(*MomentsOf(sums, 8)->standard_error, 0) << "everybody was asked";
  EXPECT_DOUBLE_EQ(*MomentsOf(sums, 7)->standard_error, std::sqrt(32.0 / 7 / 8))
      << "a frame below the answers is none";
}

TEST(MomentsTest, NobodyHasNoMeanAndOneNoDeviation) {
  EXPECT_FALSE(MomentsOf(Sums{}, std::nullopt).has_value());
  const auto one = MomentsOf(Of({3}), std::nullopt);
  EXPECT_EQ(one->mean, 3);
  EXPECT_FALSE(one->standard_deviation.has_value());
  EXPECT_FALSE(one->standard_error.has_value());
}

TEST(MomentsTest, LargeEqualNumbersHaveNoDeviation) {
  Sums sums;
  sums.Add(9'999'999'999, 1'000'000);
  const auto moments = MomentsOf(sums, std::nullopt, 0.001);
  EXPECT_DOUBLE_EQ(moments->mean, 9'999'999.999);
  EXPECT_EQ(*moments->standard_deviation, 0);
}

TEST(MomentsTest, TheUnitScalesAll) {
  const auto moments = MomentsOf(Of({10, 20}), std::nullopt, 0.1);
  EXPECT_DOUBLE_EQ(moments->mean, 1.5);
  EXPECT_DOUBLE_EQ(*moments->standard_deviation, std::sqrt(0.5));
  EXPECT_DOUBLE_EQ(*moments->standard_error, 0.5);
}

TEST(MomentsTest, ADifferenceIsSignificantBeyondTwoErrorsNearly) {
  const MeanDifference plain = DifferenceOf(3.0, 0.3, 3.9, 0.4);
  EXPECT_NEAR(plain.difference, 0.9, 1e-12);
  EXPECT_NEAR(plain.standard_error, 0.5, 1e-12);
  EXPECT_FALSE(plain.significant) << "0.9 < 1.96 * 0.5";
  EXPECT_TRUE(DifferenceOf(3.0, 0.3, 2.0, 0.4).significant);
}

}  // namespace
}  // namespace tarazy::surveys
