#include "services/surveys/domain/form/scaled_number.h"

#include <gmock/gmock.h>

#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tarazy::surveys {
namespace {

using testing::Optional;

v1::NumberRange Range(double min, double max, int decimals) {
  v1::NumberRange range;
  range.set_min(min);
  range.set_max(max);
  range.set_decimals(decimals);
  return range;
}

TEST(ScaledNumberTest, EveryDecimalOfFewDigitsIsKeptExactly) {
  const v1::NumberRange range = Range(-1000000, 1000000, 3);
  for (int64_t scaled = -1000000; scaled <= 1000000; scaled += 7) {
    double number = 0;
    ASSERT_TRUE(absl::SimpleAtod(absl::StrCat(scaled, "e-3"), &number));
    ASSERT_THAT(Scaled(number, range), Optional(scaled));
    ASSERT_EQ(Unscaled(scaled, range), number);
  }
}

TEST(ScaledNumberTest, MoreDecimalsThanTheRangeHasAreRefused) {
  EXPECT_THAT(Scaled(2.5, Range(0, 10, 1)), Optional(25));
  EXPECT_EQ(Scaled(2.5, Range(0, 10, 0)), std::nullopt);
  EXPECT_EQ(Scaled(0.1 + 0.2, Range(0, 10, 3)), std::nullopt);
}

TEST(ScaledNumberTest, WhatIsNoNumberOrTooLargeIsRefused) {
  const v1::NumberRange range = Range(-1000000, 1000000, 3);
  EXPECT_EQ(Scaled(std::numeric_limits<double>::quiet_NaN(), range), std::nullopt);
  EXPECT_EQ(Scaled(std::numeric_limits<double>::infinity(), range), std::nullopt);
  EXPECT_EQ(Scaled(1e300, range), std::nullopt);
  EXPECT_THAT(Scaled(1e6, range), Optional(1000000000));
}

TEST(ScaledNumberTest, BothEndsBelongToTheRange) {
  const v1::NumberRange range = Range(0.5, 2, 1);
  EXPECT_FALSE(InRange(4, range));
  EXPECT_TRUE(InRange(5, range));
  EXPECT_TRUE(InRange(20, range));
  EXPECT_FALSE(InRange(21, range));
}

}  // namespace
}  // namespace tarazy::surveys
