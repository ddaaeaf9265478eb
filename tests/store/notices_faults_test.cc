// When things go wrong: nothing is lost, nothing is told twice, and what is kept is true.
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "services/notifications/app/notices/redrive.h"
#include "services/notifications/app/notices/steps.h"
#include "services/notifications/domain/receipt/proof.h"
#include "tests/store/notices_fixture.h"

namespace tarazy::notifications {
namespace {

using testing::Fails;

// A gateway that keeps its first caller waiting, and counts.
class SlowGateway final : public SmsSender {
 public:
  Reply Send(absl::string_view, absl::string_view, absl::string_view) override {
    if (calls_++ == 0) {
      called_.Notify();
      go_on_.WaitForNotification();
    }
    return {.outcome = Outcome::kAccepted, .code = 0, .text = "ok"};
  }
  void AwaitCall() { called_.WaitForNotification(); }
  void GoOn() { go_on_.Notify(); }
  int calls() const { return calls_; }

 private:
  std::atomic<int> calls_ = 0;
  absl::Notification called_, go_on_;
};

class NoticesFaultsTest : public NoticesTest {
 protected:
  void SpreadAll() {
    while (Ok(scheduler_.Tick())) {
    }
  }
  std::vector<LeasedDelivery> Take() {
    const int64_t lease = ++last_lease_;
    return Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<std::vector<LeasedDelivery>> {
      RETURN_IF_ERROR(
          Lease(tx, db().Engine(), lease, clock_.Now(), clock_.Now() + absl::Minutes(1), 100)
              .status());
      return Leased(tx, lease, clock_.Now());
    }));
  }
  // Of this channel what was taken comes to this end.
  void End(const std::vector<LeasedDelivery>& taken, v1::Channel channel, const Verdict& verdict) {
    for (const LeasedDelivery& one : taken) {
      if (one.delivery.channel != channel) continue;
      Finished finished{.job = {.leased = one, .lease = last_lease_}, .verdict = verdict};
      finished.job.topic = std::make_shared<const v1::Topic>(
          Ok(Write([&](sql::Tx& tx) { return LoadTopic(tx, one.notice.topic); })));
      EXPECT_TRUE(Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<bool> {
        std::vector<StoredReceipt> receipts;
        ASSIGN_OR_RETURN(const bool mine, Finish(tx, finished, clock_.Now(), receipts));
        RETURN_IF_ERROR(InsertReceipts(tx, receipts));
        return mine;
      })));
    }
  }
  v1::Delivery Only(v1::Channel channel, v1::DeliveryState state, const std::string& step = "") {
    const auto found = Ok(Write([&](sql::Tx& tx) {
      return ListDeliveries(tx, {.state = state, .channel = channel}, clock_.Now() + absl::Hours(1),
                            "", 100);
    }));
    std::vector<v1::Delivery> wanted;
    for (const v1::Delivery& one : found) {
      if (step.empty() || one.step() == step) wanted.push_back(one);
    }
    EXPECT_EQ(wanted.size(), 1) << v1::DeliveryState_Name(state);
    return wanted.empty() ? v1::Delivery() : wanted[0];
  }
  static std::string IdOf(const v1::Delivery& delivery) {
    return delivery.name().substr(delivery.name().find('/') + 1);
  }
  void WishDigest(v1::Recipient& recipient) {
    recipient.set_zone("UTC");
    v1::Preference& wish = *recipient.add_preferences();
    wish.set_topic("news");
    wish.set_digest(v1::DIGEST_PERIOD_DAILY);
    wish.set_digest_clock("18:00");
  }
  void AtHour(int hour, int day = 1) {
    clock_.Set(absl::FromCivil(absl::CivilHour(2027, 2, day, hour), absl::UTCTimeZone()));
  }
  absl::Status RedriveIt(const std::string& id) {
    return db().Write(testing::Soon(), [&](sql::Tx& tx) { return Redrive(tx, id, clock_.Now()); });
  }
  // Whether the proof of the delivery holds, and its states.
  std::vector<v1::DeliveryState> Proved(const std::string& id) {
    while (Ok(Write([&](sql::Tx& tx) { return SealReceipts(tx, key_, 100, clock_.Now()); })) > 0) {
    }
    const v1::Proof proof = Ok(Write([&](sql::Tx& tx) { return MakeProof(tx, id, key_); }));
    std::vector<v1::DeliveryState> states;
    for (const auto& receipt : Ok(VerifyProof(proof, key_.PublicKey())).receipts) {
      states.push_back(receipt.state());
    }
    return states;
  }
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
  int64_t last_lease_ = 0;
};

TEST_P(NoticesFaultsTest, AStopStoresWhatWasOnTheWireAndGivesBackTheRest) {
  PutTopic("news");
  for (int i = 0; i < 5; ++i) PutRecipient(absl::StrCat("r", i));
  Ok(Publish("news", "e1"));
  SpreadAll();
  SlowGateway gateway;
  outlets_.sms = &gateway;
  Dispatcher dispatcher(db(), clock_, outlets_, sealer_,
                        {.workers = 1, .idle = absl::Milliseconds(5)});
  dispatcher.Start();
  gateway.AwaitCall();
  std::thread stop([&] { dispatcher.Stop(); });
  // It waits for what is under way, however long that takes.
  absl::SleepFor(absl::Milliseconds(50));
  gateway.GoOn();
  stop.join();
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT), gateway.calls());
  EXPECT_EQ(CountWhere("SELECT COUNT(*) FROM delivery WHERE lease <> 0"), 0);
  Settle();
  EXPECT_EQ(gateway.calls(), 5);
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT), 5);
}

TEST_P(NoticesFaultsTest, InboxesWaitForNobody) {
  PutTopic("news");
  for (int i = 0; i < 5; ++i) PutRecipient(absl::StrCat("r", i));
  Ok(Publish("news", "e1"));
  SpreadAll();
  SlowGateway gateway;
  outlets_.sms = &gateway;
  Dispatcher dispatcher(db(), clock_, outlets_, sealer_,
                        {.workers = 1, .idle = absl::Milliseconds(5)});
  dispatcher.Start();
  gateway.AwaitCall();
  const absl::Time patience = absl::Now() + absl::Seconds(30);
  while (Count(v1::CHANNEL_INBOX, v1::DELIVERY_STATE_DELIVERED) < 5 && absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_EQ(Count(v1::CHANNEL_INBOX, v1::DELIVERY_STATE_DELIVERED), 5);
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT), 0);
  gateway.GoOn();
  dispatcher.Stop();
}

TEST_P(NoticesFaultsTest, OneNoticeThatCannotBeSpreadHoldsUpNoOther) {
  PutTopic("news");
  PutRecipient("r1");
  for (const char* event : {"e1", "e2", "e3"}) Ok(Publish("news", event));
  ASSERT_GT(Ok(Write([](sql::Tx& tx) {
              return tx.Exec("UPDATE notice SET spread_after = 'nonsense' WHERE event = 'e1'");
            })),
            0);
  int failures = 0;
  for (int i = 0; i < 10; ++i) failures += !scheduler_.Tick().ok();
  EXPECT_GT(failures, 0);
  EXPECT_LT(failures, 10);
  EXPECT_EQ(Count(v1::CHANNEL_INBOX, v1::DELIVERY_STATE_ACCEPTED), 2);
  // It is tried again: once somebody has seen to it, it is told as well.
  Ok(Write([](sql::Tx& tx) {
    return tx.Exec("UPDATE notice SET spread_after = '' WHERE event = 'e1'");
  }));
  clock_.Set(clock_.Now() + absl::Minutes(2));
  SpreadAll();
  EXPECT_EQ(Count(v1::CHANNEL_INBOX, v1::DELIVERY_STATE_ACCEPTED), 3);
}

TEST_P(NoticesFaultsTest, WhoIsNamedTwiceIsToldOnce) {
  PutTopic("news");
  PutRecipient("r1");
  Ok(Publish("news", "e1", [](Announcement& one) { one.recipients = {"r1", "r1"}; }));
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 1);
}

TEST_P(NoticesFaultsTest, ADeadDigestIsTriedAgainWithItsPartsOnce) {
  PutTopic("news");
  PutRecipient("r1", [&](v1::Recipient& r) { WishDigest(r); });
  AtHour(9);
  for (const char* event : {"e1", "e2"}) Ok(Publish("news", event));
  Settle();
  outlets_.sms = nullptr;
  AtHour(18);
  Settle();
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_DEAD), 3) << "the digest and its two";
  SlowGateway gateway;
  gateway.GoOn();
  outlets_.sms = &gateway;
  std::string digest, part;
  for (const auto& one : Ok(Write([&](sql::Tx& tx) {
         return ListDeliveries(tx, {.state = v1::DELIVERY_STATE_DEAD},
                               clock_.Now() + absl::Hours(1), "", 100);
       }))) {
    (one.step() == kDigestStep ? digest : part) = IdOf(one);
  }
  EXPECT_TRUE(
      Fails(RedriveIt(part), absl::StatusCode::kFailedPrecondition, Reason::kDeliveryState));
  ASSERT_OK(RedriveIt(digest));
  EXPECT_TRUE(
      Fails(RedriveIt(part), absl::StatusCode::kFailedPrecondition, Reason::kDeliveryState));
  Settle();
  clock_.Set(clock_.Now() + absl::Hours(48));
  Settle();
  EXPECT_EQ(gateway.calls(), 1);
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT), 3);
  EXPECT_THAT(Proved(part),
              ::testing::ElementsAre(v1::DELIVERY_STATE_DEAD, v1::DELIVERY_STATE_QUEUED,
                                     v1::DELIVERY_STATE_SENT));
}

TEST_P(NoticesFaultsTest, APartThatCannotBeToldDoesNotSilenceADigest) {
  PutTopic("news");
  PutRecipient("r1", [&](v1::Recipient& r) { WishDigest(r); });
  AtHour(9);
  for (const char* event : {"e1", "e2"}) Ok(Publish("news", event));
  Settle();
  Ok(Write(
      [](sql::Tx& tx) { return tx.Exec("UPDATE notice SET vars = '{}' WHERE event = 'e1'"); }));
  AtHour(18);
  Settle();
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT), 2) << "the digest and the other";
  EXPECT_EQ(Only(v1::CHANNEL_SMS, v1::DELIVERY_STATE_DEAD).event(), "e1");
}

TEST_P(NoticesFaultsTest, ABounceIsOfTheAddressThatTheLetterWentTo) {
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

TEST_P(NoticesFaultsTest, AReportWithoutTheLetterIsKnownByItsAddress) {
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
TEST_P(NoticesFaultsTest, ABounceCannotBeForgedNorBeOfAnotherChannel) {
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

TEST_P(NoticesFaultsTest, AnEndpointThatTookSomethingMeanwhileIsNotSwitchedOff) {
  PutTopic("news", [](v1::Topic& topic) { topic.set_channels(0, v1::CHANNEL_WEBHOOK); });
  PutRecipient("r1");
  const auto put = [&](const std::string& url) {
    ASSERT_OK(db().Write(testing::Soon(), [&](sql::Tx& tx) {
      return PutEndpoint(tx, {.recipient = "r1",
                              .url = url,
                              .sealed_secret = "s",
                              .state = v1::ENDPOINT_STATE_ENABLED,
                              .changed = clock_.Now()});
    }));
  };
  const auto state = [&] {
    return Ok(Write([](sql::Tx& tx) { return FindEndpoint(tx, "r1"); }))->state;
  };
  const auto next = [&](const std::string& event) {
    Ok(Publish("news", event));
    SpreadAll();
    return Take();
  };
  put("https://u.kz/hook");
  const Verdict retry{.fate = Fate::kRetry, .reason = "500", .next = clock_.Now() + absl::Hours(1)};
  const Verdict hopeless{.fate = Fate::kDead, .reason = "500", .endpoint_failing = true};
  End(next("e1"), v1::CHANNEL_WEBHOOK, retry);
  clock_.Set(clock_.Now() + absl::Minutes(30));
  End(next("e2"), v1::CHANNEL_WEBHOOK, {.fate = Fate::kArrived, .reason = "200"});
  clock_.Set(clock_.Now() + absl::Minutes(30));
  End(Take(), v1::CHANNEL_WEBHOOK, hopeless);
  EXPECT_EQ(state(), v1::ENDPOINT_STATE_ENABLED);

  // What is heard late of an old URL says nothing of the new one.
  const auto old = next("e3");
  put("https://u.kz/other");
  End(old, v1::CHANNEL_WEBHOOK, {.fate = Fate::kDead, .reason = "410", .endpoint_gone = true});
  EXPECT_EQ(state(), v1::ENDPOINT_STATE_ENABLED);

  // Nothing has arrived since: it is. What waits for it is dead, and can be tried again.
  End(next("e4"), v1::CHANNEL_WEBHOOK, retry);
  Ok(Publish("news", "e5"));
  SpreadAll();
  clock_.Set(clock_.Now() + absl::Hours(1));
  for (const LeasedDelivery& one : Take()) {
    if (one.notice.event == "e4") End({one}, v1::CHANNEL_WEBHOOK, hopeless);
  }
  EXPECT_EQ(state(), v1::ENDPOINT_STATE_FAILING);
  clock_.Set(clock_.Now() + absl::Minutes(2));
  Settle();
  EXPECT_EQ(Count(v1::CHANNEL_WEBHOOK, v1::DELIVERY_STATE_SUPPRESSED), 0);
  EXPECT_EQ(Count(v1::CHANNEL_WEBHOOK, v1::DELIVERY_STATE_DEAD), 4);
}

TEST_P(NoticesFaultsTest, AMandatoryNoticeGoesByOtherChannelsWhenTheWishedOneIsGone) {
  PutTopic("news", [](v1::Topic& topic) { topic.set_mandatory(true); });
  v1::Topic topic = Ok(Write([](sql::Tx& tx) { return LoadTopic(tx, "news"); }));
  v1::Recipient recipient;
  recipient.set_phone("+77010000000");
  v1::Preference& wish = *recipient.add_preferences();
  wish.set_topic("news");
  wish.add_channels(v1::CHANNEL_WEBHOOK);
  using ::testing::ElementsAre;
  EXPECT_THAT(ChannelsOf(topic, recipient, /*has_endpoint=*/true),
              ElementsAre(v1::CHANNEL_INBOX, v1::CHANNEL_WEBHOOK));
  EXPECT_THAT(ChannelsOf(topic, recipient, /*has_endpoint=*/false),
              ElementsAre(v1::CHANNEL_INBOX, v1::CHANNEL_SMS));
  topic.set_mandatory(false);
  EXPECT_THAT(ChannelsOf(topic, recipient, /*has_endpoint=*/false), ElementsAre(v1::CHANNEL_INBOX));
}

TEST_P(NoticesFaultsTest, ASilentMailServerUsesUpNobodysAttempts) {
  PutTopic("news", [](v1::Topic& topic) { topic.set_channels(0, v1::CHANNEL_EMAIL); });
  for (int i = 0; i < 10; ++i) {
    PutRecipient(absl::StrCat("r", i),
                 [&](v1::Recipient& r) { r.set_email(absl::StrCat("r", i, "@u.kz")); });
  }
  Ok(Publish("news", "e1"));
  // Nobody listens on port 9.
  outlets_.smtp = {.host = "127.0.0.1", .port = 9, .security = SmtpSecurity::kNone};
  outlets_.from = "notices@agency.kz";
  Settle({.workers = 1});
  EXPECT_EQ(Count(v1::CHANNEL_EMAIL, v1::DELIVERY_STATE_DEFERRED), 10);
  EXPECT_EQ(CountWhere("SELECT COUNT(*) FROM delivery WHERE attempts > 0 AND channel = 1"), 1);
}

TEST_ON_BOTH_ENGINES(NoticesFaultsTest);

}  // namespace
}  // namespace tarazy::notifications
