#include "services/notifications/channel/webhook/webhook_signature.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

std::string SecretOf(size_t bytes) {
  return absl::StrCat("whsec_", absl::Base64Escape(std::string(bytes, 'k')));
}

// The example of the specification's reference libraries.
TEST(SignWebhook, GivesTheSpecificationsExample) {
  const absl::StatusOr<std::string> signature =
      SignWebhook({"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, "msg_p5jXN8AQM9LWM0D4loKWxJek",
                  absl::FromUnixSeconds(1614265330), R"({"test": 2432232314})");
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_EQ(*signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(SignWebhook, SignsWithEverySecret) {
  const std::string first = SecretOf(32);
  const std::string second = NewWebhookSecret();
  const absl::Time time = absl::FromUnixSeconds(1614265330);
  const std::string both = *SignWebhook({first, second}, "id", time, "{}");
  EXPECT_EQ(both, absl::StrCat(*SignWebhook({first}, "id", time, "{}"), " ",
                               *SignWebhook({second}, "id", time, "{}")));
}

TEST(SignWebhook, DependsOnIdTimeAndPayload) {
  const std::vector<std::string> secrets = {SecretOf(32)};
  const absl::Time time = absl::FromUnixSeconds(1614265330);
  const std::string signature = *SignWebhook(secrets, "id", time, "{}");
  EXPECT_NE(signature, *SignWebhook(secrets, "ie", time, "{}"));
  EXPECT_NE(signature, *SignWebhook(secrets, "id", time + absl::Seconds(1), "{}"));
  EXPECT_NE(signature, *SignWebhook(secrets, "id", time, "{ }"));
  EXPECT_EQ(signature, *SignWebhook(secrets, "id", time + absl::Milliseconds(900), "{}"));
}

TEST(SignWebhook, RefusesIdsThatCouldBeSomethingElse) {
  for (const std::string& id :
       {std::string(), std::string("a.b"), std::string("a b"), std::string("a\r\nX: y"),
        std::string("é"), std::string(201, 'a')}) {
    const absl::Status status = SignWebhook({SecretOf(32)}, id, absl::UnixEpoch(), "{}").status();
    EXPECT_EQ(DetailOf(status).fields.at(0).field, "id") << id;
  }
}

TEST(SignWebhook, NeedsGoodSecretsAndNeverTellsThem) {
  EXPECT_FALSE(SignWebhook({}, "id", absl::UnixEpoch(), "{}").ok());
  const absl::Status status =
      SignWebhook({SecretOf(32), "whsec_c2VjcmV0"}, "id", absl::UnixEpoch(), "{}").status();
  EXPECT_EQ(DetailOf(status).fields.at(0).field, "secrets");
  EXPECT_FALSE(absl::StrContains(status.ToString(), "c2VjcmV0")) << status;
}

TEST(WebhookSecret, NewOnesAreGoodAndDiffer) {
  const std::string secret = NewWebhookSecret();
  EXPECT_TRUE(CheckWebhookSecret("secret", secret).ok());
  std::string key;
  ASSERT_TRUE(absl::Base64Unescape(secret.substr(6), &key));
  EXPECT_EQ(key.size(), 32u);
  EXPECT_NE(secret, NewWebhookSecret());
}

TEST(WebhookSecret, HasAPrefixAnd24To64Bytes) {
  EXPECT_TRUE(CheckWebhookSecret("secret", SecretOf(24)).ok());
  EXPECT_TRUE(CheckWebhookSecret("secret", SecretOf(64)).ok());
  const std::string good = SecretOf(32);
  for (const std::string& bad :
       {std::string(), SecretOf(23), SecretOf(65), good.substr(6), absl::StrCat(good, " "),
        absl::StrCat(good, "\n"), std::string("whsec_%%%%"),
        absl::StrCat("WHSEC_", good.substr(6))}) {
    EXPECT_EQ(DetailOf(CheckWebhookSecret("secret", bad)).reason, Reason::kInvalidField) << bad;
  }
}

}  // namespace
}  // namespace tarazy::notifications
