#include "common/base/text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tarazy {
namespace {

TEST(ParseDecimalTest, TakesDecimalsOnly) {
  EXPECT_EQ(ParseDecimal("12"), 12.0);
  EXPECT_EQ(ParseDecimal("-0.5"), -0.5);
  EXPECT_EQ(ParseDecimal("+7"), 7.0);
  EXPECT_EQ(ParseDecimal("1e-3"), 0.001);
  EXPECT_FALSE(std::signbit(*ParseDecimal("-0")));
  for (const char* bad : {"", "nan", "inf", "-inf", "1e400", "1,5", "0x10", " 1", "1 ", "1.2.3",
                          "--1", "+-1", "1e", "٣", "NaN", "infinity"}) {
    EXPECT_FALSE(ParseDecimal(bad).has_value()) << bad;
  }
}

TEST(ShortestDecimalTest, RoundTrips) {
  EXPECT_EQ(ShortestDecimal(0.1), "0.1");
  EXPECT_EQ(ShortestDecimal(12), "12");
  EXPECT_EQ(ParseDecimal(ShortestDecimal(1.0 / 3)), 1.0 / 3);
}

TEST(ValidUtf8Test, CutsBetweenCharactersAndReplacesWhatIsBroken) {
  EXPECT_EQ(Shorten("абв", 3), "а");
  EXPECT_EQ(Shorten("абв", 4), "аб");
  EXPECT_EQ(Shorten("ab", 4), "ab");
  EXPECT_EQ(ToValidUtf8("a\xff\xd0"), "a\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(ToValidUtf8("Шығыс"), "Шығыс");
}

TEST(CheckTextTest, RefusesBadUtf8AndControls) {
  EXPECT_TRUE(CheckText("t", "Шығыс Қазақстан 🎓", 100).ok());
  EXPECT_FALSE(CheckText("t", "\xc3\x28", 100).ok());
  EXPECT_FALSE(CheckText("t", "\xed\xa0\x80", 100).ok());  // a surrogate
  EXPECT_FALSE(CheckText("t", "a\nb", 100).ok());
  EXPECT_FALSE(CheckText("t", "abc", 2).ok());
}

}  // namespace
}  // namespace tarazy
