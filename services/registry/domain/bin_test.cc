#include "services/registry/domain/bin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/error.h"

namespace tarazy::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

bool IsBin(absl::string_view text) { return CheckBin("bin", text).ok(); }

TEST(BinTest, PublishedNumbersHaveTheirCheckDigit) {
  // Joint-stock companies print these in their requisites. The first, by hand: 9*1 + 4*2 + 0*3 +
  // 1*4 + 4*5 + 0*6 + 0*7 + 0*8 + 0*9 + 3*10 + 8*11 = 159 = 14*11 + 5.
  for (const char* bin : {"940140000385", "971240001315", "020240000555", "941240000193"}) {
    EXPECT_TRUE(IsBin(bin)) << bin;
  }
}

TEST(BinTest, AFirstRoundOfTenIsWeighedAgain) {
  // First 1*4 + 4*5 + 3*10 = 54 = 4*11 + 10; then 1*6 + 4*7 + 3*1 = 37 = 3*11 + 4.
  EXPECT_TRUE(IsBin("000140000304"));
  EXPECT_FALSE(IsBin("000140000300"));
  // First 4 + 20 + 3*10 + 3*11 = 87 = 7*11 + 10; then 6 + 28 + 3*1 + 3*2 = 43 = 3*11 + 10.
  EXPECT_THAT(std::string(CheckBin("bin", "000140000330").message()), HasSubstr("no BIN"));
}

TEST(BinTest, EveryOtherLastDigitIsRefused) {
  for (char last = '0'; last <= '9'; ++last) {
    EXPECT_EQ(IsBin(std::string("94014000038") + last), last == '5') << last;
  }
}

TEST(BinTest, AMistypedDigitIsRefusedNearlyAlways) {
  // The eleventh digit is left out: its weight is 11, so the rule does not see it.
  const std::string bin = "940140000385";
  std::vector<std::string> accepted;
  for (size_t i = 0; i < 10; ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string typed = bin;
      typed[i] = c;
      if (typed != bin && IsBin(typed)) accepted.push_back(typed);
    }
  }
  // Its first round leaves 10, and its second happens to leave 5.
  EXPECT_THAT(accepted, ElementsAre("940140700385"));
}

TEST(BinTest, APersonsNumberIsNoBin) {
  // The eleven digits of a birthday, 2006-12-11, and a right check digit: 112 = 10*11 + 2 after 10.
  const absl::Status status = CheckBin("institution.bin", "061211600012");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(DetailOf(status).fields.at(0).field, "institution.bin");
  EXPECT_THAT(DetailOf(status).fields.at(0).description, HasSubstr("fifth digit"));
}

TEST(BinTest, OtherShapesAreRefused) {
  for (const char* text : {"", "94014000038", "9401400003855", "94014000038Ⅴ", "940140 00385",
                           "+40140000385", "٩٤٠١٤٠"}) {
    EXPECT_FALSE(IsBin(text)) << text;
  }
}

}  // namespace
}  // namespace tarazy::registry
