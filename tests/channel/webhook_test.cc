// Webhooks arrive, and another library than ours finds their signatures right.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/channel/receiver_fixture.h"

namespace tarazy::notifications {
namespace {

class Webhook : public ReceiverFixture {};

TEST_F(Webhook, ArrivesSigned) {
  Start();
  const absl::Time now = absl::Now();
  WebhookSender sender(ClosedNetwork());
  const WebhookReply reply =
      sender.Post(receiver_->Url("/hooks/tarazy?x=1"), "msg_7f3a", now, kPayload, {secret_}, {});
  EXPECT_EQ(reply.outcome, WebhookOutcome::kDelivered) << reply.text;
  EXPECT_EQ(reply.code, 204);
  EXPECT_EQ(reply.retry_after, std::nullopt);
  const auto requests = receiver_->Requests();
  ASSERT_EQ(requests.size(), 1u);
  const nlohmann::json& request = requests[0];
  EXPECT_EQ(request["verified"], true) << request;
  EXPECT_EQ(request["method"], "POST");
  EXPECT_EQ(request["path"], "/hooks/tarazy?x=1");
  EXPECT_EQ(request["body"], kPayload);
  const nlohmann::json& headers = request["headers"];
  EXPECT_EQ(headers["content-type"], "application/json");
  EXPECT_EQ(headers["user-agent"], "Tarazy");
  EXPECT_EQ(headers["webhook-id"], "msg_7f3a");
  EXPECT_EQ(headers["webhook-timestamp"], absl::StrCat(absl::ToUnixSeconds(now)));
  EXPECT_FALSE(headers.contains("expect"));
}

TEST_F(Webhook, WhileSecretsChangeOldAndNewReceiversVerify) {
  Start();
  WebhookSender sender(ClosedNetwork());
  const std::string other = NewWebhookSecret();
  const auto post = [&](const std::vector<std::string>& secrets) {
    return sender.Post(receiver_->Url("/"), "msg_1", absl::Now(), kPayload, secrets, {}).outcome;
  };
  EXPECT_EQ(post({secret_, other}), WebhookOutcome::kDelivered);
  EXPECT_EQ(post({other, secret_}), WebhookOutcome::kDelivered);
  EXPECT_EQ(post({other}), WebhookOutcome::kDelivered);
  const auto requests = receiver_->Requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0]["verified"], true);
  EXPECT_EQ(requests[1]["verified"], true);
  EXPECT_EQ(requests[2]["verified"], false);
}

TEST_F(Webhook, TheVerifierNoticesAChangedBodyAndAnOldTime) {
  Start();
  WebhookSender sender(ClosedNetwork());
  EXPECT_EQ(Post(sender, receiver_->Url("/tampered")).outcome, WebhookOutcome::kDelivered);
  sender.Post(receiver_->Url("/"), "msg_1", absl::Now() - absl::Hours(1), kPayload, {secret_}, {});
  const auto requests = receiver_->Requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0]["verified"], false);
  EXPECT_EQ(requests[1]["verified"], false);
}

TEST_F(Webhook, AMebibyteAndNothingArriveWhole) {
  Start();
  WebhookSender sender(ClosedNetwork());
  const std::string large = absl::StrCat("\"", std::string(1 << 20, 'a'), "\"");
  for (const std::string& payload : {large, std::string()}) {
    const WebhookReply reply =
        sender.Post(receiver_->Url("/"), "msg_1", absl::Now(), payload, {secret_}, {});
    EXPECT_EQ(reply.outcome, WebhookOutcome::kDelivered) << reply.text;
    EXPECT_EQ(receiver_->Requests().back()["body"].get<std::string>().size(), payload.size());
  }
  EXPECT_EQ(receiver_->Requests()[0]["verified"], true);
}

TEST_F(Webhook, ConnectionsAreUsedAgain) {
  Start();
  WebhookSender sender(ClosedNetwork());
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(Post(sender, receiver_->Url("/")).outcome, WebhookOutcome::kDelivered);
  }
  EXPECT_EQ(receiver_->Requests().back()["connection"], 1);
}

TEST_F(Webhook, AReceiverThatCameBackGetsTheNext) {
  Start();
  WebhookSender sender(ClosedNetwork());
  ASSERT_EQ(Post(sender, receiver_->Url("/")).outcome, WebhookOutcome::kDelivered);
  receiver_->Kill();
  EXPECT_EQ(Post(sender, receiver_->Url("/")).outcome, WebhookOutcome::kFailed);
  ASSERT_TRUE(receiver_->Resume().ok());
  EXPECT_EQ(Post(sender, receiver_->Url("/")).outcome, WebhookOutcome::kDelivered);
}

TEST_F(Webhook, HttpsNeedsACertificateThatHolds) {
  Start({"--tls"});
  WebhookOptions options = ClosedNetwork();
  options.resolve = {absl::StrCat("hooks.ektu.kz:", receiver_->port(), ":127.0.0.1"),
                     absl::StrCat("other.ektu.kz:", receiver_->port(), ":127.0.0.1")};
  WebhookSender unknown(options);
  const std::string url = absl::StrCat("https://hooks.ektu.kz:", receiver_->port(), "/");
  const WebhookReply refused = Post(unknown, url);
  EXPECT_EQ(refused.outcome, WebhookOutcome::kFailed);
  EXPECT_TRUE(absl::StrContains(refused.text, "certificate")) << refused.text;

  options.ca_file = receiver_->ca_file();
  WebhookSender knowing(options);
  EXPECT_EQ(Post(knowing, url).outcome, WebhookOutcome::kDelivered);
  EXPECT_EQ(Post(knowing, absl::StrCat("https://other.ektu.kz:", receiver_->port(), "/")).outcome,
            WebhookOutcome::kFailed);
  EXPECT_EQ(receiver_->Requests().size(), 1u);
  EXPECT_EQ(receiver_->Requests()[0]["verified"], true);
}

}  // namespace
}  // namespace tarazy::notifications
