#include "services/accreditation/domain/report_lint/printed_number.h"

#include <gtest/gtest.h>

namespace tarazy::accreditation::report_lint {
namespace {

PrintedNumber Read(absl::string_view text) { return ParsePrinted(text).value(); }

TEST(PrintedNumber, ReadsWhatReportsPrint) {
  struct Row {
    const char* text;
    double value;
    int decimals;
    bool percent;
  };
  for (const Row& row :
       {Row{"73.5", 73.5, 1, false}, Row{"73,5 %", 73.5, 1, true}, Row{"90%", 90, 0, true},
        Row{" 57 ", 57, 0, false}, Row{"57 people", 57, 0, false}, Row{"1 person", 1, 0, false},
        Row{"1 234", 1234, 0, false}, Row{"12 345 678.50", 12345678.5, 2, false},
        Row{"1\u00a0234", 1234, 0, false}, Row{"-2", -2, 0, false},
        Row{"\u22122.5", -2.5, 1, false}, Row{"0", 0, 0, false}, Row{"5.65%", 5.65, 2, true},
        Row{"1,234", 1.234, 3, false}}) {
    const auto number = ParsePrinted(row.text);
    ASSERT_TRUE(number.has_value()) << row.text;
    EXPECT_DOUBLE_EQ(number->value, row.value) << row.text;
    EXPECT_EQ(number->decimals, row.decimals) << row.text;
    EXPECT_EQ(number->percent, row.percent) << row.text;
  }
}

TEST(PrintedNumber, RefusesWhatIsNoFigure) {
  for (const char* text :
       {"", "12, %", "64, 9 %", "3 2", "3 2 people", "2 6 pers.", "thirty", "6B04107", "7 (12.3 %)",
        "1/2", "25-27", "12.", "1 23", "1 2345", ".5", "%", "-", "10 %%"}) {
    EXPECT_FALSE(ParsePrinted(text).has_value()) << text;
  }
}

TEST(PrintedNumber, CommasBetweenGroupsOfThreeAreThousandsWhereCountsStand) {
  EXPECT_EQ(ParsePrinted("1,234", Commas::kThousands)->value, 1234);
  EXPECT_EQ(ParsePrinted("1,234,567", Commas::kThousands)->value, 1234567);
  EXPECT_EQ(ParsePrinted("0,250", Commas::kThousands)->value, 0.25);
  EXPECT_EQ(ParsePrinted("73,5", Commas::kThousands)->value, 73.5);
  EXPECT_EQ(ParsePrinted("12", Commas::kThousands)->value, 12);
}

TEST(PrintedNumber, BlankCellsSayThatThereIsNoFigure) {
  for (const char* text : {"", " ", "-", "\u2013", "\u2014", "*", "n/a", "<5", "\u2026"}) {
    EXPECT_TRUE(IsBlank(text)) << text;
  }
  for (const char* text : {"0", "12, %", "thirty"}) EXPECT_FALSE(IsBlank(text)) << text;
}

TEST(PrintedNumber, BothRoundingDirectionsOfAFivePass) {
  // 1/8 = 12.5 %: some round to 12, some to 13.
  EXPECT_TRUE(Fits(Read("12"), {100.0 / 8, 0}));
  EXPECT_TRUE(Fits(Read("13"), {100.0 / 8, 0}));
  EXPECT_FALSE(Fits(Read("12"), {12.51, 0}));
  // 1/2000 = 0.05 %.
  EXPECT_TRUE(Fits(Read("0.0"), {100.0 / 2000, 0}));
  EXPECT_TRUE(Fits(Read("0.1"), {100.0 / 2000, 0}));
  // The nearest miss with n = 10^7 and two decimals.
  EXPECT_FALSE(Fits(Read("12.34"), {12.345 + 1e-9, 0}));
}

TEST(PrintedNumber, RoundedFiguresAreOffByHalfTheirLastDigit) {
  EXPECT_EQ(Read("57").quantity().slack, 0);
  EXPECT_DOUBLE_EQ(Read("57 %").quantity().slack, 0.5);
  EXPECT_DOUBLE_EQ(Read("5.65").quantity().slack, 0.005);
}

TEST(PrintedNumber, SharesAreThoseOfWholePeople) {
  EXPECT_TRUE(IsPossibleShare(Read("3.5"), 57));     // 2
  EXPECT_FALSE(IsPossibleShare(Read("3.4"), 57));    // printed for 2 people
  EXPECT_FALSE(IsPossibleShare(Read("18.7"), 177));  // 33 is 18.64
  EXPECT_TRUE(IsPossibleShare(Read("18.6"), 177));
  EXPECT_FALSE(IsPossibleShare(Read("95.4"), 30));
  for (int n = 1; n < 65; ++n) EXPECT_FALSE(IsPossibleShare(Read("95.4"), n)) << n;
  for (const int n : {65, 87, 108, 109}) EXPECT_TRUE(IsPossibleShare(Read("95.4"), n)) << n;
  EXPECT_FALSE(IsPossibleShare(Read("51.85"), 26));
  EXPECT_TRUE(IsPossibleShare(Read("51.85"), 27));
  EXPECT_FALSE(IsPossibleShare(Read("101"), 1000));
}

TEST(PrintedNumber, ShowsAsManyDecimalsAsAsked) {
  EXPECT_EQ(ShowNumber(73.68421, 1), "73.7");
  EXPECT_EQ(ShowNumber(69, 0), "69");
  EXPECT_EQ(ShowShort(88), "88");
  EXPECT_EQ(ShowShort(88.25), "88.25");
  EXPECT_EQ(ShowShort(-0.0001), "0");
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
