#include "services/surveys/domain/tables/printed_percent.h"

#include <gtest/gtest.h>

namespace tarazy::surveys {
namespace {

TEST(PrintedPercentTest, ReadsDecimalDigits) {
  EXPECT_EQ(ParsePrinted("73.7")->units, 737);
  EXPECT_EQ(ParsePrinted("73.7")->decimals, 1);
  EXPECT_EQ(ParsePrinted("12")->units, 12);
  EXPECT_EQ(ParsePrinted("12")->decimals, 0);
  EXPECT_EQ(ParsePrinted("0.00")->decimals, 2);
  EXPECT_EQ(ParsePrinted("12")->UnitsOf(1), 120);
  EXPECT_EQ(ParsePrinted("4.52")->UnitsOf(2), 452);
}

TEST(PrintedPercentTest, WhatIsNoPlainNumberIsNoPercentage) {
  for (const char* text : {"", ".", "7.", ".5", "-1", "+1", "7 ", "7%", "7,5", "1e2", "nan",
                           "1.2.3", "1.2345678", "1234567", "٣"}) {
    EXPECT_FALSE(ParsePrinted(text).has_value()) << text;
  }
}

TEST(PrintedPercentTest, IsWrittenAsPrinted) {
  EXPECT_EQ(FormatUnits(737, 1), "73.7");
  EXPECT_EQ(FormatUnits(1000, 1), "100");
  EXPECT_EQ(FormatUnits(5, 2), "0.05");
  EXPECT_EQ(FormatUnits(0, 1), "0");
  EXPECT_EQ(FormatUnits(10, 0), "10");
}

}  // namespace
}  // namespace tarazy::surveys
