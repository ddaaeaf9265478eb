#include "services/notifications/channel/webhook/webhook_url.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

Reason ReasonOf(const std::string& url, const WebhookPolicy& policy = {}) {
  const absl::Status status = CheckWebhookUrl("endpoint.url", url, policy);
  if (status.ok()) return Reason::kUnspecified;
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url;
  EXPECT_EQ(detail.fields.at(0).field, "endpoint.url") << url;
  return detail.reason;
}

TEST(CheckWebhookUrl, PublicHostsByHttpsAreFine) {
  for (const char* url :
       {"https://hooks.ektu.kz/tarazy", "https://ektu.kz", "https://ektu.kz:443/",
        "HTTPS://EKTU.kz/", "https://ektu.kz:8443/a?b=c&d=%20", "https://ektu.kz:80/",
        "https://пример.қаз/x", "https://xn--e1afmkfd.kz/", "https://93.184.216.34/",
        "https://[2a02:2168::1]:8443/x", "https://ektu.kz/?at=a@b", "https://1.ektu.kz/",
        "https://ektu.kz:1024/"}) {
    EXPECT_EQ(ReasonOf(url), Reason::kUnspecified) << url;
  }
}

TEST(CheckWebhookUrl, AddressesThatAreNotPublicAreRefused) {
  for (const char* host :
       {"127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "[::1]", "[::]",
        "[::ffff:10.0.0.1]", "[::ffff:8.8.8.8]", "[::FFFF:A00:1]", "[::10.0.0.1]", "[fe80::1]",
        "[fd00::1]", "[ff02::1]", "[64:ff9b::10.0.0.1]", "[2002:a00:1::]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[2001:db8::1]", "１２７.0.0.1",
        // Names of the local network.
        "localhost", "LOCALHOST", "a.localhost", "printer", "printer.local",
        "metadata.google.internal", "nas.home.arpa", "router.lan",
        // IPv4 addresses in other spellings, public or not.
        "2130706433", "0x7f.0.0.0x1", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "127.1",
        "127.0.1", "127.0.0.1.", "10.1.", "0x08080808", "8.8.2056", "08.8.8.8", "8.8.8.08",
        "256.1.1.1", "1.2.3.4.5", "0", "0x0"}) {
    EXPECT_EQ(ReasonOf(absl::StrCat("https://", host, "/")), Reason::kAddressRefused) << host;
    EXPECT_EQ(ReasonOf(absl::StrCat("https://", host, ":8443/")), Reason::kAddressRefused) << host;
    EXPECT_EQ(ReasonOf(absl::StrCat("http://", host, "/"), {.allow_http = true}),
              Reason::kAddressRefused)
        << host;
  }
}

TEST(CheckWebhookUrl, OtherSchemesAreRefused) {
  for (const char* url : {"http://ektu.kz/", "gopher://ektu.kz/_x", "file:///etc/passwd",
                          "ftp://ektu.kz/", "dict://ektu.kz:2628/x", "ldap://ektu.kz/",
                          "smtp://ektu.kz/", "ws://ektu.kz/", "x-unknown://ektu.kz/"}) {
    EXPECT_EQ(ReasonOf(url), Reason::kAddressRefused) << url;
  }
  EXPECT_EQ(ReasonOf("http://ektu.kz/", {.allow_http = true}), Reason::kUnspecified);
  EXPECT_EQ(ReasonOf("gopher://ektu.kz/_x", {.allow_http = true, .allow_private = true}),
            Reason::kAddressRefused);
}

TEST(CheckWebhookUrl, WhatIsNoPlainUrlIsMalformed) {
  const std::string too_long = absl::StrCat("https://ektu.kz/", std::string(2000, 'a'));
  for (const std::string& url : {std::string(),
                                 std::string("ektu.kz"),
                                 std::string("//ektu.kz/"),
                                 std::string("https://"),
                                 std::string("https:///x"),
                                 std::string("https://:443/"),
                                 std::string("https:ektu.kz"),
                                 std::string("https:/ektu.kz"),
                                 std::string("https:////ektu.kz/"),
                                 std::string("https://user@ektu.kz/"),
                                 std::string("https://user:password@ektu.kz/"),
                                 std::string("https://:@ektu.kz/"),
                                 std::string("https://@ektu.kz/"),
                                 std::string("https://ektu.kz:80@10.0.0.1/"),
                                 std::string("https://ektu.kz/#top"),
                                 std::string("https://ektu.kz#@10.0.0.1/"),
                                 std::string("https://ektu.kz:22/"),
                                 std::string("https://ektu.kz:25/"),
                                 std::string("https://ektu.kz:0/"),
                                 std::string("https://ektu.kz:65536/"),
                                 std::string("https://ektu.kz:x/"),
                                 std::string("https://ektu.kz:1023/"),
                                 std::string("https://ektu kz/"),
                                 std::string("https://ektu.kz/a b"),
                                 std::string("https://ektu.kz/\r\nX: y"),
                                 std::string("https://ektu.kz\\@10.0.0.1/"),
                                 std::string("https://ektu.kz/\0x", 18),
                                 std::string("https://ek%74u.kz/"),
                                 std::string("https://%31%32%37.0.0.1/"),
                                 std::string("https://[fe80::1%25eth0]/"),
                                 std::string("https://[::1/"),
                                 std::string("https://ek_tu.kz/"),
                                 std::string("https://ektu..kz/"),
                                 std::string("https://-ektu.kz/"),
                                 std::string("https://ektu.kz./"),
                                 std::string("https://\xff.kz/"),
                                 too_long}) {
    EXPECT_EQ(ReasonOf(url), Reason::kInvalidField) << url;
  }
}

TEST(CheckWebhookUrl, TheClosedNetworksPolicyAllowsPrivateHosts) {
  const WebhookPolicy closed = {.allow_http = true, .allow_private = true};
  for (const char* url : {"http://127.0.0.1:8080/", "https://[::1]:8443/", "http://localhost:8080/",
                          "http://receiver:8080/x", "https://10.0.0.1/"}) {
    EXPECT_EQ(ReasonOf(url, closed), Reason::kUnspecified) << url;
  }
  // Even there nobody needs these.
  EXPECT_EQ(ReasonOf("http://2130706433:8080/", closed), Reason::kAddressRefused);
  EXPECT_EQ(ReasonOf("http://user@receiver:8080/", closed), Reason::kInvalidField);
  EXPECT_EQ(ReasonOf("http://127.0.0.1:22/", closed), Reason::kInvalidField);
}

TEST(CheckWebhookUrl, AllowedHostsAreTheOnlyOnes) {
  const WebhookPolicy policy = {.allowed_hosts = {"hooks.ektu.kz", "xn--e1afmkfd.kz"}};
  EXPECT_EQ(ReasonOf("https://HOOKS.ektu.kz/x", policy), Reason::kUnspecified);
  EXPECT_EQ(ReasonOf("https://пример.kz/", policy), Reason::kUnspecified);
  EXPECT_EQ(ReasonOf("https://ektu.kz/", policy), Reason::kAddressRefused);
  EXPECT_EQ(ReasonOf("https://hooks.ektu.kz.evil.kz/", policy), Reason::kAddressRefused);
}

TEST(CheckWebhookUrl, TwoThousandBytesAreTheLongest) {
  const std::string url = absl::StrCat("https://ektu.kz/", std::string(2000 - 16, 'a'));
  ASSERT_EQ(url.size(), 2000u);
  EXPECT_EQ(ReasonOf(url), Reason::kUnspecified);
}

}  // namespace
}  // namespace tarazy::notifications
