#include "services/notifications/channel/email/email_address.h"

#include <gtest/gtest.h>

#include <string>

#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

TEST(EmailAddress, PlainOnesAreAccepted) {
  for (const char* address :
       {"rector@ektu.kz", "o'neil+tag@mail.example.com", "a@b.c", "first.last@example.kz",
        "bounce+7f@tarazy.kz", "!#$%&'*/=?^_`{|}~-@x.kz"}) {
    const absl::StatusOr<std::string> wire = WireEmailAddress("email", address);
    ASSERT_TRUE(wire.ok()) << address << wire.status();
    EXPECT_EQ(*wire, address);
  }
}

TEST(EmailAddress, DomainsGoOnTheWireInAscii) {
  EXPECT_EQ(*WireEmailAddress("email", "rector@пример.қаз"), "rector@xn--e1afmkfd.xn--80ao21a");
  EXPECT_EQ(*WireEmailAddress("email", "Rector@EKTU.KZ"), "Rector@ektu.kz");
}

TEST(EmailAddress, AnythingElseIsRefusedAndTheFieldNamed) {
  const std::string long_local(65, 'a');
  std::string long_domain = "a";
  while (long_domain.size() < 250) long_domain += ".a";
  const std::string refused[] = {
      "",
      "rector",
      "@ektu.kz",
      "rector@",
      "a@b@ektu.kz",
      "rector@ektu",
      "rector@localhost",
      "rector@10.0.0.1",
      "rector@[10.0.0.1]",
      "rector@[IPv6:::1]",
      "\"the rector\"@ektu.kz",
      "rector(office)@ektu.kz",
      "<rector@ektu.kz>",
      "Rector <rector@ektu.kz>",
      "@relay.kz:rector@ektu.kz",
      "rector@ektu.kz,dean@ektu.kz",
      "rector@ektu.kz;dean@ektu.kz",
      "rector @ektu.kz",
      " rector@ektu.kz",
      "rector@ektu.kz ",
      ".rector@ektu.kz",
      "rector.@ektu.kz",
      "re..ctor@ektu.kz",
      "rector@ektu..kz",
      "rector@.ektu.kz",
      "rector@ektu.kz.",
      "rector@-ektu.kz",
      "rector@ek_tu.kz",
      "ректор@ektu.kz",
      "rector\r\nRCPT TO:<x@y.kz>@ektu.kz",
      "rector@ektu.kz\r\nBcc: x@y.kz",
      "rector@ektu.kz\n",
      "rector@ek\rtu.kz",
      std::string("rector\0@ektu.kz", 15),
      std::string("rector@ektu.kz\0", 15),
      "rector\x7f@ektu.kz",
      "rector\t@ektu.kz",
      "rector@ektu\xff.kz",
      long_local + "@ektu.kz",
      "rector@" + long_domain + ".kz",
  };
  for (const std::string& address : refused) {
    const absl::Status status = CheckEmailAddress("recipient.email", address);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << address;
    const ErrorDetail detail = DetailOf(status);
    EXPECT_EQ(detail.reason, Reason::kInvalidField) << address;
    ASSERT_EQ(detail.fields.size(), 1u) << address;
    EXPECT_EQ(detail.fields[0].field, "recipient.email");
  }
}

TEST(EmailAddress, MayHave254Bytes) {
  const std::string label(60, 'a');
  std::string address = std::string(64, 'l') + "@" + label + "." + label + "." + label + ".";
  address.append(254 - address.size(), 'b');
  ASSERT_EQ(address.size(), 254u);
  // The last label is short enough.
  EXPECT_TRUE(CheckEmailAddress("email", address).ok());
  EXPECT_FALSE(CheckEmailAddress("email", address + "b").ok());
}

TEST(EmailAddress, ThatGrowsTooLongInAsciiIsRefused) {
  std::string domain;
  for (int i = 0; i < 24; ++i) domain += "қ.";  // 3 bytes, 8 in punycode
  const std::string address = std::string(64, 'l') + "@" + domain + "kz";
  ASSERT_LT(address.size(), 150u);
  EXPECT_FALSE(CheckEmailAddress("email", address).ok());
}

}  // namespace
}  // namespace tarazy::notifications
