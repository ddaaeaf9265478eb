#include "services/notifications/channel/wire/host_name.h"

#include <gtest/gtest.h>

namespace tarazy::notifications {
namespace {

TEST(AsciiHostName, IsLowerCasePunycode) {
  EXPECT_EQ(AsciiHostName("Mail.Example.KZ"), "mail.example.kz");
  EXPECT_EQ(AsciiHostName("пример.қаз"), "xn--e1afmkfd.xn--80ao21a");
  EXPECT_EQ(AsciiHostName("localhost"), "localhost");
  EXPECT_EQ(AsciiHostName("xn--e1afmkfd.kz"), "xn--e1afmkfd.kz");
}

TEST(AsciiHostName, SeesThroughWideDigits) {
  EXPECT_EQ(AsciiHostName("１２７.0.0.1"), "127.0.0.1");
}

TEST(AsciiHostName, RefusesWhatIsNoName) {
  const std::string label(64, 'a');
  std::string name = "a";
  while (name.size() < 254) name += ".a";
  for (const std::string& bad :
       {std::string(), std::string("."), std::string("a."), std::string("a..b"), std::string(".a"),
        std::string("-a.kz"), std::string("a-.kz"), std::string("a_b.kz"), std::string("a b.kz"),
        std::string("a\r\nb.kz"), std::string("a\0b.kz", 6), std::string("a@b"),
        std::string("[::1]"), std::string("xn--\xff"), std::string("xn--a-ecp.ru"), label, name}) {
    EXPECT_EQ(AsciiHostName(bad), std::nullopt) << bad;
  }
}

TEST(EndsInNumber, FindsEverySpellingOfAnAddress) {
  for (const char* name : {"127.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1",
                           "0X7F.0.0.0X1", "127.0.0.1.", "example.0x", "a.1"}) {
    EXPECT_TRUE(EndsInNumber(name)) << name;
  }
  for (const char* name : {"example.kz", "1.example.kz", "0x7f.kz", "a1", "", ".", "xn--80ao21a"}) {
    EXPECT_FALSE(EndsInNumber(name)) << name;
  }
}

}  // namespace
}  // namespace tarazy::notifications
