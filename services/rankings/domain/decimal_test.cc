#include "services/rankings/domain/decimal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

namespace tarazy::rankings {
namespace {

std::string Rounded(double value, int decimals) { return RoundDecimal(value, decimals).ToString(); }

TEST(DecimalTest, RoundsTheShortestFormHalfAwayFromZero) {
  EXPECT_EQ(Rounded(2.675, 2), "2.68");  // the double is below 2.675; its shortest form is not
  EXPECT_EQ(Rounded(-2.675, 2), "-2.68");
  EXPECT_EQ(Rounded(1.005, 2), "1.01");
  EXPECT_EQ(Rounded(0.5, 0), "1");
  EXPECT_EQ(Rounded(2.5, 0), "3");
  EXPECT_EQ(Rounded(-0.5, 0), "-1");
  EXPECT_EQ(Rounded(0.49999999999999994, 0), "0");
  EXPECT_EQ(Rounded(0.004, 2), "0.00");
  EXPECT_EQ(Rounded(-0.004, 2), "0.00");
  EXPECT_EQ(Rounded(99.995, 2), "100.00");
  EXPECT_EQ(Rounded(1e-300, 9), "0.000000000");
  EXPECT_EQ(Rounded(5e-10, 9), "0.000000001");
  EXPECT_EQ(Rounded(123456789012345.0, 0), "123456789012345");
  EXPECT_EQ(Rounded(1e15, 3), "1000000000000000.000");
}

TEST(DecimalTest, TellsWhatDoesNotFit) {
  EXPECT_TRUE(FitsDecimal(9.2e9, 9));
  EXPECT_FALSE(FitsDecimal(9.3e9, 9));
  EXPECT_FALSE(FitsDecimal(1e300, 0));
  EXPECT_FALSE(FitsDecimal(std::numeric_limits<double>::infinity(), 0));
  EXPECT_FALSE(FitsDecimal(std::nan(""), 0));
  EXPECT_EQ(RoundDecimal(1e300, 2).scaled, std::numeric_limits<int64_t>::max());
  EXPECT_EQ(RoundDecimal(std::nan(""), 2).scaled, 0);
}

TEST(DecimalTest, FloorsTowardsMinusInfinityWithARemainder) {
  EXPECT_EQ(FloorDecimal(12.349, 2).floor.ToString(), "12.34");
  EXPECT_EQ(FloorDecimal(12.349, 2).remainder, 900'000'000'000'000'000);
  EXPECT_EQ(FloorDecimal(12.34, 2).remainder, 0);
  EXPECT_EQ(FloorDecimal(-0.001, 2).floor.ToString(), "-0.01");
  EXPECT_EQ(FloorDecimal(-0.001, 2).remainder, 900'000'000'000'000'000);
  EXPECT_EQ(FloorDecimal(-0.01, 2).floor.ToString(), "-0.01");
  EXPECT_EQ(FloorDecimal(1e-30, 2).floor.scaled, 0);
  EXPECT_EQ(FloorDecimal(-1e-300, 2).floor.scaled, -1);
}

TEST(DecimalTest, FastAndExactRoundingAgree) {
  uint64_t state = 7;
  for (int i = 0; i < 200000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    // Near halves, where the two ways could differ.
    const double value = static_cast<double>(state >> 44) / 200 + (i % 3 - 1) * 1e-9;
    const Floored floored = FloorDecimal(value, 2);
    const int64_t exact =
        floored.floor.scaled + (floored.remainder >= 500'000'000'000'000'000 ? 1 : 0);
    ASSERT_EQ(RoundDecimal(value, 2).scaled, exact) << value;
  }
}

TEST(DecimalTest, GoesBackToTheNearestDouble) {
  EXPECT_EQ((Decimal{1234, 2}).ToDouble(), 12.34);
  EXPECT_EQ((Decimal{-5, 3}).ToString(), "-0.005");
  EXPECT_EQ((Decimal{0, 0}).ToString(), "0");
}

}  // namespace
}  // namespace tarazy::rankings
