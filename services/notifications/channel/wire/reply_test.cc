#include "services/notifications/channel/wire/reply.h"

#include <gtest/gtest.h>

#include "common/base/text.h"

namespace tarazy::notifications {
namespace {

TEST(PrintableText, KeepsOneLineOfWords) {
  EXPECT_EQ(PrintableText("550 5.1.1 нет такого ящика\r\n"), "550 5.1.1 нет такого ящика");
  EXPECT_EQ(PrintableText("first\r\nsecond\tthird"), "first second third");
  EXPECT_EQ(PrintableText(""), "");
}

TEST(PrintableText, TakesOutControlsOfEveryKind) {
  // NUL, escape, a C1 control, and the one that turns the direction of what follows.
  EXPECT_EQ(PrintableText(absl::string_view("a\0b\x1b[31mc\xc2\x85"
                                            "d\xe2\x80\xae"
                                            "e",
                                            17)),
            "ab[31mcde");
}

TEST(PrintableText, IsBoundedAndWellFormed) {
  std::string long_text;
  for (int i = 0; i < 10000; ++i) long_text += "Қ";
  const std::string text = PrintableText(long_text);
  EXPECT_EQ(text.size(), 500u);
  EXPECT_TRUE(IsValidUtf8(text));
  EXPECT_EQ(PrintableText("\xff\xfe"), "\xef\xbf\xbd\xef\xbf\xbd");
}

}  // namespace
}  // namespace tarazy::notifications
