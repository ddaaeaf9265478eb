#include "common/obs/log.h"

#include <gtest/gtest.h>

namespace tarazy::obs {
namespace {

TEST(LogTest, EscapesWhatDataHold) {
  EXPECT_EQ(
      FormatLogLine(Level::kWarn, "x.y", {{"a", "q\"\n\x1b"}, {"n", 3}, {"f", 0.5}, {"b", true}}),
      R"({"level":"warn","event":"x.y","a":"q\"\n\u001b","n":3,"f":0.5,"b":true})");
}

TEST(LogTest, BadUtf8DoesNotThrow) {
  EXPECT_NE(FormatLogLine(Level::kInfo, "x", {{"a", "\xff"}}).find("\xef\xbf\xbd"),
            std::string::npos);
}

TEST(LogTest, UnknownLevelIsRefused) {
  EXPECT_FALSE(SetLogLevel("loud").ok());
  EXPECT_TRUE(SetLogLevel("info").ok());
}

}  // namespace
}  // namespace tarazy::obs
