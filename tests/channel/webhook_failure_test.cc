// What receivers answer, and what they do instead of answering.
#include <stdlib.h>

#include <atomic>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/channel/receiver_fixture.h"

namespace tarazy::notifications {
namespace {

class WebhookFailure : public ReceiverFixture {};

TEST_F(WebhookFailure, EveryStatusHasItsMeaning) {
  Start();
  const std::pair<int, WebhookOutcome> meanings[] = {
      {200, WebhookOutcome::kDelivered}, {202, WebhookOutcome::kDelivered},
      {204, WebhookOutcome::kDelivered}, {299, WebhookOutcome::kDelivered},
      {300, WebhookOutcome::kFailed},    {302, WebhookOutcome::kFailed},
      {304, WebhookOutcome::kFailed},    {308, WebhookOutcome::kFailed},
      {400, WebhookOutcome::kFailed},    {401, WebhookOutcome::kFailed},
      {404, WebhookOutcome::kFailed},    {410, WebhookOutcome::kGone},
      {413, WebhookOutcome::kFailed},    {429, WebhookOutcome::kSlowDown},
      {500, WebhookOutcome::kFailed},    {502, WebhookOutcome::kSlowDown},
      {503, WebhookOutcome::kFailed},    {504, WebhookOutcome::kSlowDown},
  };
  WebhookSender sender(ClosedNetwork());
  for (const auto& [code, outcome] : meanings) {
    const WebhookReply reply = Post(sender, receiver_->Url(absl::StrCat("/", code)));
    EXPECT_EQ(reply.outcome, outcome) << code << reply.text;
    EXPECT_EQ(reply.code, code);
  }
}

TEST_F(WebhookFailure, RetryAfterIsHeard) {
  Start();
  EXPECT_EQ(PostTo("/429?after=120").retry_after, absl::Seconds(120));
  EXPECT_EQ(PostTo("/502?after=999999999").retry_after, absl::Hours(24));
  EXPECT_EQ(PostTo("/503?after=7").retry_after, absl::Seconds(7));
  EXPECT_EQ(PostTo("/504").retry_after, std::nullopt);
  EXPECT_EQ(PostTo("/429?after=later").retry_after, std::nullopt);
  EXPECT_EQ(PostTo("/429?after=Sun,%2001%20Mar%202099%2009:00:00%20GMT").retry_after,
            absl::Hours(24));
}

TEST_F(WebhookFailure, RedirectsAreNotFollowed) {
  Start();
  for (const char* code : {"301", "302", "303", "307", "308"}) {
    const WebhookReply reply =
        PostTo(absl::StrCat("/", code, "?to=http://127.0.0.1:", receiver_->port(), "/private"));
    EXPECT_EQ(reply.outcome, WebhookOutcome::kFailed);
    EXPECT_EQ(absl::StrCat(reply.code), code);
  }
  for (const nlohmann::json& request : receiver_->Requests()) {
    EXPECT_NE(request["path"], "/private");
  }
  EXPECT_EQ(receiver_->Requests().size(), 5u);
}

TEST_F(WebhookFailure, TheAnswersBeginningIsKeptAsOneLine) {
  Start();
  EXPECT_EQ(PostTo("/text/500?text=no%0D%0Asuch%1B%5B2J%20table%00").text, "no such[2J table");
  EXPECT_EQ(PostTo("/500").text, "HTTP 500");
}

TEST_F(WebhookFailure, LongAnswersAreCutAndCountAllTheSame) {
  Start();
  const WebhookReply delivered = PostTo("/large");
  EXPECT_EQ(delivered.outcome, WebhookOutcome::kDelivered) << delivered.text;
  EXPECT_EQ(delivered.text, std::string(500, 'y'));
  EXPECT_EQ(PostTo("/large/500").outcome, WebhookOutcome::kFailed);
  EXPECT_EQ(PostTo("/large/410").outcome, WebhookOutcome::kGone);
}

TEST_F(WebhookFailure, AnswersWithoutAnEndAreHungUpOn) {
  Start();
  const absl::Time start = absl::Now();
  EXPECT_EQ(PostTo("/flood").outcome, WebhookOutcome::kDelivered);
  EXPECT_LT(absl::Now() - start, ClosedNetwork().timeout - absl::Seconds(5));
}

TEST_F(WebhookFailure, HeadersOfMoreThan64KibibytesAreAFailure) {
  Start();
  EXPECT_EQ(PostTo("/headers?kb=50").outcome, WebhookOutcome::kDelivered);
  const WebhookReply reply = PostTo("/headers?kb=70");
  EXPECT_EQ(reply.outcome, WebhookOutcome::kFailed);
  EXPECT_EQ(reply.code, 0);
}

TEST_F(WebhookFailure, AReceiverThatHangsUpHasFailed) {
  Start();
  const WebhookReply reply = PostTo("/hang-up");
  EXPECT_EQ(reply.outcome, WebhookOutcome::kFailed);
  EXPECT_EQ(reply.code, 0);
  EXPECT_FALSE(reply.text.empty());
}

TEST_F(WebhookFailure, ASlowReceiverIsGivenUp) {
  Start();
  WebhookOptions options = ClosedNetwork();
  options.timeout = absl::Seconds(1);
  WebhookSender sender(options);
  const absl::Time start = absl::Now();
  EXPECT_EQ(Post(sender, receiver_->Url("/slow")).outcome, WebhookOutcome::kFailed);
  // It has said 200 and only does not come to an end.
  EXPECT_EQ(Post(sender, receiver_->Url("/drip")).outcome, WebhookOutcome::kDelivered);
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
}

TEST_F(WebhookFailure, TheCallersTimeIsTheLimit) {
  Start();
  WebhookSender sender(ClosedNetwork());
  const auto post = [&](const Context& context) {
    return sender.Post(receiver_->Url("/slow"), "msg_1", absl::Now(), kPayload, {secret_}, context);
  };
  const absl::Time start = absl::Now();
  EXPECT_EQ(post({.deadline = start + absl::Milliseconds(500)}).outcome, WebhookOutcome::kFailed);
  EXPECT_EQ(receiver_->Requests().size(), 1u);
  EXPECT_EQ(post({.deadline = start}).outcome, WebhookOutcome::kFailed);
  EXPECT_EQ(receiver_->Requests().size(), 1u);  // nothing was sent when there was no time left
  std::atomic<bool> asked = false;
  EXPECT_EQ(post({.cancelled = [&] { return asked.exchange(true); }}).outcome,
            WebhookOutcome::kFailed);
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
}

TEST_F(WebhookFailure, TheEnvironmentsProxiesAreNotAsked) {
  Start();
  const char* const names[] = {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"};
  for (const char* name : names) setenv(name, "http://127.0.0.1:1", 1);
  const WebhookReply reply = PostTo("/");
  for (const char* name : names) unsetenv(name);
  EXPECT_EQ(reply.outcome, WebhookOutcome::kDelivered) << reply.text;
}

TEST_F(WebhookFailure, WhatCannotBeSignedIsNotSent) {
  Start();
  WebhookSender sender(ClosedNetwork());
  const std::string url = receiver_->Url("/");
  for (const WebhookReply& reply :
       {sender.Post(url, "msg.1", absl::Now(), kPayload, {secret_}, {}),
        sender.Post(url, "a\r\nX-Other: b", absl::Now(), kPayload, {secret_}, {}),
        sender.Post(url, "msg_1", absl::Now(), kPayload, {}, {}),
        sender.Post(url, "msg_1", absl::Now(), kPayload, {"whsec_c2VjcmV0"}, {})}) {
    EXPECT_EQ(reply.outcome, WebhookOutcome::kRefused);
    EXPECT_FALSE(absl::StrContains(reply.text, "c2VjcmV0")) << reply.text;
  }
  EXPECT_TRUE(receiver_->Requests().empty());
}

}  // namespace
}  // namespace tarazy::notifications
