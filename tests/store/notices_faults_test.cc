// When things go wrong: nothing is lost, nothing is told twice, and what is kept is true.
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "services/notifications/app/notices/steps.h"
#include "tests/store/taken_notices.h"

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

class NoticesFaultsTest : public TakenNoticesTest {};

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
  const v1::Delivery part = Only(v1::CHANNEL_SMS, v1::DELIVERY_STATE_DEAD);
  EXPECT_EQ(part.event(), "e1");
  // The digest went without it: once it can be told it goes by itself.
  Ok(Write([](sql::Tx& tx) {
    return tx.Exec(
        "UPDATE notice SET vars = (SELECT vars FROM notice WHERE event = 'e2') "
        "WHERE event = 'e1'");
  }));
  ASSERT_OK(RedriveIt(IdOf(part)));
  Settle();
  AtHour(18, 2);
  Settle();
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_DEAD), 0);
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
