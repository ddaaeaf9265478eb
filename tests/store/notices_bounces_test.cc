// Letters that come back.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/notifications/app/notices/letter_id.h"
#include "tests/store/taken_notices.h"

namespace tarazy::notifications {
namespace {

class NoticesBouncesTest : public TakenNoticesTest {
 protected:
  // As a mail server writes of a letter that it could not deliver.
  static std::string Report(const std::string& message_id, const std::string& to = "") {
    return absl::StrCat(
        "From: MAILER-DAEMON@mx.example.kz\nTo: ", to.empty() ? "bounce@agency.kz" : to,
        "\nMIME-Version: 1.0\n",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\n\n--B\n",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.kz\n\n",
        "Final-Recipient: rfc822; r1@u.kz\nAction: failed\nStatus: 5.1.1\n",
        "Diagnostic-Code: smtp; 550 User unknown\n\n--B\nContent-Type: text/rfc822-headers\n\n",
        message_id.empty() ? "Subject: x" : absl::StrCat("Message-ID: ", message_id),
        "\n\n--B--\n");
  }
  absl::StatusOr<NotedBounce> Bounced(const std::string& report) {
    return Write([&](sql::Tx& tx) { return NoteBounce(tx, report, letters_, clock_.Now()); });
  }
  bool Suppressed(const std::string& address) {
    return Ok(Write([&](sql::Tx& tx) { return FindSuppression(tx, address); })).has_value();
  }

  const LetterIds letters_{"the installation's secret", "bounce@agency.kz"};
};

TEST_P(NoticesBouncesTest, ABounceIsOfTheAddressThatTheLetterWentTo) {
  PutTopic("news", [](v1::Topic& topic) { topic.set_channels(0, v1::CHANNEL_EMAIL); });
  PutRecipient("r1", [](v1::Recipient& r) { r.set_email("old@u.kz"); });
  Ok(Publish("news", "e1"));
  SpreadAll();
  End(Take(), v1::CHANNEL_EMAIL, {.fate = Fate::kSent, .reason = "250 ok", .address = "old@u.kz"});
  const std::string id = IdOf(Only(v1::CHANNEL_EMAIL, v1::DELIVERY_STATE_SENT));
  Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<v1::Recipient> {
    ASSIGN_OR_RETURN(v1::Recipient recipient, LoadRecipient(tx, "r1"));
    recipient.set_email("new@u.kz");
    return StoreRecipient(tx, recipient, clock_.Now());
  }));
  const std::string report = Report(letters_.MessageId(id, "agency.kz"));
  EXPECT_TRUE(Ok(Bounced(report)).suppressed);
  EXPECT_TRUE(Suppressed("old@u.kz"));
  EXPECT_FALSE(Suppressed("new@u.kz"));
  EXPECT_THAT(Proved(id),
              ::testing::ElementsAre(v1::DELIVERY_STATE_SENT, v1::DELIVERY_STATE_BOUNCED));
  // The same again changes nothing.
  EXPECT_FALSE(Ok(Bounced(report)).suppressed);
}

TEST_P(NoticesBouncesTest, AReportWithoutTheLetterIsKnownByItsAddress) {
  PutTopic("news", [](v1::Topic& topic) { topic.set_channels(0, v1::CHANNEL_EMAIL); });
  PutRecipient("r1", [](v1::Recipient& r) { r.set_email("r1@u.kz"); });
  Ok(Publish("news", "e1"));
  SpreadAll();
  End(Take(), v1::CHANNEL_EMAIL, {.fate = Fate::kSent, .reason = "250 ok", .address = "r1@u.kz"});
  const std::string id = IdOf(Only(v1::CHANNEL_EMAIL, v1::DELIVERY_STATE_SENT));
  EXPECT_EQ(Ok(Bounced(Report("", letters_.EnvelopeFrom(id)))).delivery, id);
  EXPECT_TRUE(Suppressed("r1@u.kz"));
}

// A delivery's id is known to the reader of a webhook, or can be guessed from what is in it.
TEST_P(NoticesBouncesTest, ABounceCannotBeForgedNorBeOfAnotherChannel) {
  PutTopic("news", [](v1::Topic& topic) { topic.set_channels(0, v1::CHANNEL_EMAIL); });
  PutRecipient("r1", [](v1::Recipient& r) { r.set_email("r1@u.kz"); });
  Ok(Publish("news", "e1"));
  SpreadAll();
  const auto taken = Take();
  End(taken, v1::CHANNEL_EMAIL, {.fate = Fate::kSent, .reason = "250 ok", .address = "r1@u.kz"});
  End(taken, v1::CHANNEL_INBOX, {.fate = Fate::kArrived});
  const std::string id = IdOf(Only(v1::CHANNEL_EMAIL, v1::DELIVERY_STATE_SENT));
  const LetterIds other("another secret", "bounce@agency.kz");
  EXPECT_EQ(Bounced(Report(absl::StrCat("<", id, "@agency.kz>"))).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Bounced(Report(other.MessageId(id, "agency.kz"))).status().code(),
            absl::StatusCode::kNotFound);
  const std::string inbox = IdOf(Only(v1::CHANNEL_INBOX, v1::DELIVERY_STATE_DELIVERED));
  EXPECT_FALSE(Ok(Bounced(Report(letters_.MessageId(inbox, "agency.kz")))).suppressed);
  EXPECT_EQ(CountWhere("SELECT COUNT(*) FROM suppression"), 0);
}

TEST_ON_BOTH_ENGINES(NoticesBouncesTest);

}  // namespace
}  // namespace tarazy::notifications
