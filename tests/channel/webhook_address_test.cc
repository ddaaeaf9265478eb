// Webhooks never reach our own network: neither by the URL nor by what its name resolves to.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "tests/channel/receiver_fixture.h"

namespace tarazy::notifications {
namespace {

class WebhookAddress : public ReceiverFixture {
 protected:
  void SetUp() override { Start(); }

  // As in production, but for http, which the receiver speaks.
  WebhookOptions Public() const {
    return {.policy = {.allow_http = true}, .timeout = absl::Seconds(5)};
  }
  // The name leads to these addresses.
  absl::Status CheckName(WebhookOptions options, absl::string_view addresses) const {
    const std::string place = absl::StrCat("hooks.ektu.kz:", receiver_->port());
    options.resolve = {absl::StrCat(place, ":", addresses)};
    return CheckWebhookHost("url", absl::StrCat("http://", place, "/"), options);
  }
  WebhookReply PostToName(WebhookOptions options, absl::string_view addresses) {
    options.resolve = {absl::StrCat("hooks.ektu.kz:", receiver_->port(), ":", addresses)};
    WebhookSender sender(options);
    return Post(sender, absl::StrCat("http://hooks.ektu.kz:", receiver_->port(), "/"));
  }
};

TEST_F(WebhookAddress, UrlsThatAreNotPublicAreRefused) {
  WebhookSender sender(Public());
  for (const char* host :
       {"127.0.0.1", "localhost", "169.254.169.254", "[::ffff:10.0.0.1]", "[::ffff:127.0.0.1]",
        "[::1]", "0.0.0.0", "100.64.0.1", "10.0.0.1", "192.168.0.1", "2130706433", "0x7f.0.0.0x1",
        "0x7f.0.0.1", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1.", "0"}) {
    const WebhookReply reply =
        Post(sender, absl::StrCat("http://", host, ":", receiver_->port(), "/"));
    EXPECT_EQ(reply.outcome, WebhookOutcome::kRefused) << host << reply.text;
    EXPECT_FALSE(reply.text.empty());
  }
  EXPECT_TRUE(receiver_->Requests().empty());
}

TEST_F(WebhookAddress, OtherSchemesAreRefused) {
  WebhookSender sender(ClosedNetwork());
  for (const char* scheme : {"gopher", "file", "ftp", "dict", "ldap", "telnet", "smtp"}) {
    const WebhookReply reply =
        Post(sender, absl::StrCat(scheme, "://127.0.0.1:", receiver_->port(), "/"));
    EXPECT_EQ(reply.outcome, WebhookOutcome::kRefused) << scheme;
  }
  WebhookOptions tls_only = ClosedNetwork();
  tls_only.policy.allow_http = false;
  WebhookSender strict(tls_only);
  EXPECT_EQ(Post(strict, receiver_->Url("/")).outcome, WebhookOutcome::kRefused);
  EXPECT_TRUE(receiver_->Requests().empty());
}

TEST_F(WebhookAddress, NamesThatLeadHomeAreRefusedWhenStoredAndWhenSending) {
  for (const char* address :
       {"127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "255.255.255.255", "[::1]", "[::]", "[::ffff:10.0.0.1]", "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00::1]",
        // Of several no one may be used.
        "10.0.0.1,127.0.0.1,[::1]"}) {
    EXPECT_EQ(DetailOf(CheckName(Public(), address)).reason, Reason::kAddressRefused) << address;
    const WebhookReply reply = PostToName(Public(), address);
    EXPECT_EQ(reply.outcome, WebhookOutcome::kRefused) << address << reply.text;
    EXPECT_EQ(reply.code, 0);
    EXPECT_TRUE(absl::StrContains(reply.text, "public Internet")) << reply.text;
  }
  EXPECT_TRUE(receiver_->Requests().empty());
}

// One address of several is enough, and what nobody can resolve now is looked at when it is sent.
TEST_F(WebhookAddress, WhatIsStoredIsLookedAtAddressByAddress) {
  EXPECT_EQ(DetailOf(CheckName(Public(), "93.184.215.14,10.0.0.1")).reason,
            Reason::kAddressRefused);
  EXPECT_TRUE(CheckName(Public(), "93.184.215.14,[2606:2800:21f::1]").ok());
  EXPECT_TRUE(CheckName(ClosedNetwork(), "127.0.0.1").ok());
  EXPECT_TRUE(CheckWebhookHost("url", "https://hooks.invalid/", Public()).ok());
  EXPECT_TRUE(receiver_->Requests().empty());
}

// The same name and the same address arrive where the policy allows it, so it is the policy that
// refuses.
TEST_F(WebhookAddress, TheClosedNetworksPolicyLetsThemPass) {
  EXPECT_EQ(PostToName(ClosedNetwork(), "127.0.0.1").outcome, WebhookOutcome::kDelivered);
  EXPECT_EQ(receiver_->Requests().size(), 1u);
}

TEST_F(WebhookAddress, ARedirectHomeIsNotFollowed) {
  const WebhookReply reply = PostTo("/307?to=http://169.254.169.254/latest/meta-data/");
  EXPECT_EQ(reply.outcome, WebhookOutcome::kFailed);
  EXPECT_EQ(reply.code, 307);
}

TEST_F(WebhookAddress, OnlyAllowedHostsAreCalled) {
  WebhookOptions options = ClosedNetwork();
  options.policy.allowed_hosts = {"hooks.ektu.kz"};
  EXPECT_EQ(PostToName(options, "127.0.0.1").outcome, WebhookOutcome::kDelivered);
  WebhookSender sender(options);
  EXPECT_EQ(Post(sender, receiver_->Url("/")).outcome, WebhookOutcome::kRefused);
  EXPECT_EQ(receiver_->Requests().size(), 1u);
}

}  // namespace
}  // namespace tarazy::notifications
