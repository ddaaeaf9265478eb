#include "services/cli/printable.h"

#include <gtest/gtest.h>

#include <sstream>

#include "services/cli/progress_bar.h"

namespace tarazy::cli {
namespace {

TEST(PrintableTest, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(Printable("a\x1b[31mb\n\u009b\u202e\xff"), "a\\x1b[31mb\\n\\u009b\\u202e\\xff");
  EXPECT_EQ(Printable("Қазақ 😀"), "Қазақ 😀");
}

TEST(PrintableTest, WidthCountsWhatIsSeen) {
  EXPECT_EQ(DisplayWidth("Қазақ"), 5);
  EXPECT_EQ(DisplayWidth("и\u0306"), 1);
  EXPECT_EQ(DisplayWidth("大学"), 4);
}

TEST(ProgressBarTest, ShowsTheShareAndSurvivesOddOnes) {
  EXPECT_EQ(ProgressLine(0.4, "computing"), "[########............]  40 %  computing");
  EXPECT_EQ(ProgressLine(7, "x"), "[####################] 100 %  x");
  EXPECT_EQ(ProgressLine(std::nullopt, "17 rows"), "17 rows");
}

TEST(ProgressBarTest, ALogGetsPlainLinesNowAndThen) {
  std::ostringstream out, err;
  Terminal pipe{.out = out, .err = err};
  ProgressBar bar(pipe, absl::ZeroDuration());
  bar.Update(0.5, "storing");
  bar.Finish("done");
  EXPECT_EQ(err.str(), ProgressLine(0.5, "storing") + "\n" + ProgressLine(1, "done") + "\n");
}

TEST(ProgressBarTest, FinishLeavesTheWholeBarOnATerminal) {
  std::ostringstream out, err;
  Terminal screen{.out = out, .err = err, .out_is_terminal = false, .err_is_terminal = true};
  {
    ProgressBar bar(screen);
    bar.Update(0.5, "storing");
    bar.Finish("done");
  }
  EXPECT_TRUE(err.str().ends_with("\r\x1b[K[####################] 100 %  done\n")) << err.str();
}

TEST(ProgressBarTest, AShortCallLeavesNothingInALog) {
  std::ostringstream out, err;
  Terminal pipe{.out = out, .err = err};
  {
    ProgressBar bar(pipe);
    bar.Update(0.5, "x");
    bar.Finish("done");
  }
  EXPECT_EQ(err.str(), "");
}

TEST(ProgressBarTest, WhatIsNotFinishedLeavesNothingBehindOnATerminal) {
  std::ostringstream out, err;
  Terminal screen{.out = out, .err = err, .out_is_terminal = false, .err_is_terminal = true};
  { ProgressBar(screen).Update(0.5, "x"); }
  EXPECT_TRUE(err.str().ends_with("x\r\x1b[K"));
}

}  // namespace
}  // namespace tarazy::cli
