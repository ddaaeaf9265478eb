#include "services/rankings/app/cell_text.h"

#include <gtest/gtest.h>

#include "services/rankings/app/cell_styles.h"

namespace tarazy::rankings {
namespace {

TEST(CellTextTest, AddressesReadAndWrite) {
  for (const char* address : {"A1", "Z9", "AA10", "ZZ1", "AAA1", "XFD1048576"}) {
    const auto place = ParseCellAddress(address);
    ASSERT_TRUE(place.has_value()) << address;
    EXPECT_EQ(CellAddress(*place), address);
  }
  for (const char* text : {"", "A", "1", "A0", "A-1", "A+1", "a1", "A1 ", "A 1", "$A$1", "XFE1",
                           "AAAA1", "A1048577", "A99999999999999999999", "А1"}) {
    EXPECT_FALSE(ParseCellAddress(text).has_value()) << text;
  }
}

TEST(CellTextTest, EscapesStandForCharacters) {
  EXPECT_EQ(DecodeXString("a_x000D_b"), "a\rb");
  EXPECT_EQ(DecodeXString("_x049a__x20AC_"), "Қ€");
  EXPECT_EQ(DecodeXString("_x005F_x000D_"), "_x000D_");
  for (const char* text : {"_x000_", "_xD800_", "_x00ZZ_", "_x0041", "x_", ""}) {
    EXPECT_EQ(DecodeXString(text), text);
  }
}

TEST(CellTextTest, DaysAreCountedFromBothEpochs) {
  EXPECT_EQ(DateText(1, false), "1900-01-01");
  EXPECT_EQ(DateText(59, false), "1900-02-28");
  EXPECT_EQ(DateText(60, false), "1900-02-29");
  EXPECT_EQ(DateText(61, false), "1900-03-01");
  EXPECT_EQ(DateText(46082, false), "2026-03-01");
  EXPECT_EQ(DateText(2958465, false), "9999-12-31");
  EXPECT_EQ(DateText(0.75, false), "18:00:00");
  EXPECT_EQ(DateText(1.5, true), "1904-01-02 12:00:00");
  EXPECT_EQ(DateText(-1, false), std::nullopt);
  EXPECT_EQ(DateText(1e300, true), std::nullopt);
}

TEST(CellStylesTest, FormatCodesTellDatesAndPercentages) {
  for (const char* code : {"dd.mm.yyyy", "[$-419]d mmmm", "[h]:mm", "[SS]", "h:mm AM/PM"}) {
    EXPECT_EQ(KindOfFormat(code), NumberKind::kDate) << code;
  }
  for (const char* code : {"0%", "0.0\"d\"%"}) {
    EXPECT_EQ(KindOfFormat(code), NumberKind::kPercent) << code;
  }
  for (const char* code : {"General", "0.00E+00", "# ##0\" d\"", "0\\d", "[Red]0", "_d0", "0;d",
                           "\"open", "[open", ""}) {
    EXPECT_EQ(KindOfFormat(code), NumberKind::kPlain) << code;
  }
}

}  // namespace
}  // namespace tarazy::rankings
