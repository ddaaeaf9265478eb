// A receiver of webhooks on loopback, and senders that may reach it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "services/notifications/channel/webhook/webhook_sender.h"
#include "services/notifications/channel/webhook/webhook_signature.h"
#include "tests/testing/temp_webhook_receiver.h"

namespace tarazy::notifications {

// For receivers on loopback; everybody else's may not be there.
inline WebhookOptions ClosedNetwork() {
  return {.policy = {.allow_http = true, .allow_private = true}, .timeout = absl::Seconds(30)};
}

class ReceiverFixture : public ::testing::Test {
 protected:
  void Start(std::vector<std::string> options = {}) {
    auto receiver = tarazy::testing::TempWebhookReceiver::Start(secret_, std::move(options));
    ASSERT_TRUE(receiver.ok()) << receiver.status();
    receiver_ = *std::move(receiver);
  }

  WebhookReply Post(WebhookSender& sender, const std::string& url) {
    return sender.Post(url, "msg_7f3a", absl::Now(), kPayload, {secret_}, {});
  }
  WebhookReply PostTo(absl::string_view path) {
    WebhookSender sender(ClosedNetwork());
    return Post(sender, receiver_->Url(path));
  }

  static constexpr char kPayload[] = R"({"type":"finding.due","data":{"title":"Срок отчёта"}})";

  const std::string secret_ = NewWebhookSecret();
  std::unique_ptr<tarazy::testing::TempWebhookReceiver> receiver_;
};

}  // namespace tarazy::notifications
