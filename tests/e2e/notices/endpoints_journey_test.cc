// What becomes of an endpoint: its secret changes, it goes away, and it comes back.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/e2e/notices/notices_world.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kSystem[] = R"(
id: system
title: System
language: en
role: council
email: system@agency.kz
)";

class EndpointsJourneyTest : public NoticesTest {
 protected:
  void SetUp() override {
    NoticesTest::SetUp();
    Must({"notify", "recipient", "put", Write("system.yaml", kSystem)});
    Must({"notify", "preference", "set", "system", "announcement", "--channels", "email,webhook"});
    secret_ = PutEndpoint("http://127.0.0.1:9999/later").at("secret");
    receiver_ = Receiver(secret_);
  }

  static std::unique_ptr<testing::TempWebhookReceiver> Receiver(const std::string& secret) {
    auto started = testing::TempWebhookReceiver::Start(secret);
    EXPECT_TRUE(started.ok()) << started.status();
    return started.ok() ? *std::move(started) : nullptr;
  }
  json PutEndpoint(const std::string& url) {
    return Must({"notify", "webhook", "put", "system", "--url", url});
  }
  void Announce(const std::string& heading) {
    Must({"notify", "publish", "announcement", "--event", heading, "--set", "heading=" + heading,
          "--set", "body=B", "--recipient", "system"});
  }
  // Those of the announcement by webhook.
  json Posts(const std::string& heading) {
    return Must({"notify", "deliveries", "--event", heading, "--channel", "webhook"});
  }

  std::string secret_;
  std::unique_ptr<testing::TempWebhookReceiver> receiver_;
};

TEST_F(EndpointsJourneyTest, ForADayBothSecretsSign) {
  ASSERT_NE(receiver_, nullptr);
  PutEndpoint(receiver_->Url("/hook"));
  Announce("Before");
  ASSERT_TRUE(Await([&] { return receiver_->Requests().size() == 1; }));
  EXPECT_THAT(receiver_->Requests()[0].at("headers").at("webhook-signature").get<std::string>(),
              ::testing::Not(HasSubstr(" ")));

  const json rotated = Must({"notify", "webhook", "rotate", "system"});
  const std::string secret = rotated.at("secret");
  EXPECT_THAT(secret, StartsWith("whsec_"));
  EXPECT_NE(secret, secret_);
  EXPECT_FALSE(rotated.at("old_secret_until").is_null());

  // Who knows the old one alone still can verify, and so can who knows the new one alone.
  Announce("After");
  ASSERT_TRUE(Await([&] { return receiver_->Requests().size() == 2; }));
  const auto changed = Receiver(secret);
  ASSERT_NE(changed, nullptr);
  EXPECT_TRUE(PutEndpoint(changed->Url("/hook")).at("secret").is_null()) << "it is kept";
  Announce("Changed");
  ASSERT_TRUE(Await([&] { return changed->Requests().size() == 1; }));
  for (const json& request : {receiver_->Requests()[1], changed->Requests()[0]}) {
    EXPECT_TRUE(request.at("verified")) << request;
    const std::string header = request.at("headers").at("webhook-signature");
    const std::vector<std::string> signatures = absl::StrSplit(header, ' ');
    EXPECT_THAT(signatures, SizeIs(2));
    EXPECT_THAT(signatures, Each(StartsWith("v1,")));
    EXPECT_NE(signatures.front(), signatures.back());
  }
}

TEST_F(EndpointsJourneyTest, OneThatIsGoneGetsNoMoreAndItsOwnerIsTold) {
  ASSERT_NE(receiver_, nullptr);
  PutEndpoint(receiver_->Url("/410"));
  Announce("Last");
  EXPECT_TRUE(Await([&] {
    return Must({"notify", "webhook", "get", "system"}).at("state") == "gone";
  }));
  ASSERT_THAT(Posts("Last"), SizeIs(1));
  EXPECT_EQ(Posts("Last")[0].at("state"), "dead");
  const std::string told = absl::StrCat("The endpoint is switched off: ", receiver_->Url("/410"));
  EXPECT_TRUE(Await([&] {
    const auto subjects = Mail("system@agency.kz", "Subject");
    return std::count(subjects.begin(), subjects.end(), told) == 1;
  })) << json(Mail("system@agency.kz", "Subject"));

  Announce("Later");
  EXPECT_TRUE(Await([&] {
    const auto subjects = Mail("system@agency.kz", "Subject");
    return std::count(subjects.begin(), subjects.end(), "Later") == 1;
  }));
  EXPECT_TRUE(Await([&] {
    for (const json& post : Posts("Later")) {
      if (post.at("state") != "suppressed" && post.at("state") != "dead") return false;
    }
    return true;
  })) << Posts("Later");
  EXPECT_THAT(receiver_->Requests(), SizeIs(1));
}

TEST_F(EndpointsJourneyTest, ADeadDeliveryThatIsTriedAgainArrivesOnce) {
  ASSERT_NE(receiver_, nullptr);
  PutEndpoint(receiver_->Url("/410"));
  Announce("Dead");
  EXPECT_TRUE(Await([&] { return Must({"notify", "dead-letters"}).size() == 1; }));
  const json dead = Must({"notify", "dead-letters"}).at(0);
  const std::string name = dead.at("name");
  EXPECT_THAT(dead.at("reason").get<std::string>(), StartsWith("410"));

  PutEndpoint(receiver_->Url("/hook"));
  EXPECT_EQ(Must({"notify", "redrive", name}).at("state"), "queued");
  EXPECT_TRUE(Await([&] {
    return Must({"notify", "deliveries", "get", name}).at("state") == "delivered";
  })) << Must({"notify", "deliveries", "get", name});
  EXPECT_THAT(Refused({"notify", "redrive", name}), HasSubstr("DELIVERY_STATE"));
  EXPECT_THAT(Must({"notify", "redrive", "--all"}), IsEmpty());
  EXPECT_THAT(Must({"notify", "dead-letters"}), IsEmpty());
  const std::vector<json> requests = receiver_->Requests();
  ASSERT_THAT(requests, SizeIs(2)) << "what was refused, and again";
  EXPECT_EQ(requests[0].at("path"), "/410");
  EXPECT_EQ(requests[1].at("path"), "/hook");
  EXPECT_TRUE(requests[1].at("verified"));
  for (const json& request : requests) {
    EXPECT_EQ(
        absl::StrCat("deliveries/", request.at("headers").at("webhook-id").get<std::string>()),
        name);
  }

  // All of it can be proved, anywhere.
  const std::string proof = deployment_->folder() + "/again.proof";
  Must({"notify", "proof", "export", name, proof});
  EXPECT_EQ(deployment_->Run({"notify", "proof", "verify", proof}).exit, 0);
  const CliResult elsewhere = VerifyElsewhere(proof);
  EXPECT_EQ(elsewhere.exit, 0) << elsewhere.out;
  for (const char* state : {" DEAD\n", " QUEUED\n", " DELIVERED\n"}) {
    EXPECT_THAT(elsewhere.out, HasSubstr(state));
  }
}

}  // namespace
}  // namespace tarazy::e2e
