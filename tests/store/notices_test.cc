// From a notice to what its readers have, over a real database of each engine.
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/notifications/domain/receipt/proof.h"
#include "tests/store/notices_fixture.h"

namespace tarazy::notifications {
namespace {

using testing::Fails;

class DeliveredNoticesTest : public NoticesTest {};

TEST_P(DeliveredNoticesTest, EveryoneIsToldOnceThroughEachChannel) {
  PutTopic("news");
  for (int i = 0; i < 7; ++i) PutRecipient(absl::StrCat("r", i));
  PutRecipient("verifier", [](auto& r) { r.set_role(common::v1::ROLE_VERIFIER); });
  EXPECT_TRUE(Ok(Publish("news", "e1")));
  EXPECT_FALSE(Ok(Publish("news", "e1")));
  EXPECT_FAILS(Publish("news", "e1", [](Announcement& a) { a.values["what"] = "y"; }).status(),
               kInvalidArgument, kEventReused);
  Settle();
  EXPECT_EQ(Count(v1::CHANNEL_INBOX, v1::DELIVERY_STATE_DELIVERED), 7);
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT), 7);
  const std::vector<std::string> messages = Messages();
  EXPECT_EQ(messages.size(), 7);
  EXPECT_EQ(std::set<std::string>(messages.begin(), messages.end()).size(), 7);
  ASSERT_EQ(Inbox("r3").size(), 1);
  EXPECT_EQ(Inbox("r3")[0].subject, "Сообщение: x");
  EXPECT_TRUE(Inbox("verifier").empty());
  Settle();
  EXPECT_EQ(Messages().size(), 7);
}

TEST_P(DeliveredNoticesTest, WhoIsInTwoAudiencesIsToldOnce) {
  PutTopic("news", [](v1::Topic& topic) {
    topic.add_audience()->set_role(common::v1::ROLE_METHODOLOGIST);
    topic.mutable_audience(1)->set_subscribed(true);
  });
  PutRecipient("r1", [](v1::Recipient& r) {
    r.add_preferences()->set_topic("news");
    r.mutable_preferences(0)->set_subscribed(true);
  });
  Ok(Publish("news", "e1"));
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 1);
}

TEST_P(DeliveredNoticesTest, OnlyThoseConcernedAndSubscribedAreTold) {
  PutTopic("mine", [](v1::Topic& topic) {
    topic.mutable_audience(0)->set_role(common::v1::ROLE_INSTITUTION);
    topic.mutable_audience(0)->set_concerned(true);
  });
  PutTopic("optional", [](v1::Topic& topic) {
    topic.mutable_audience(0)->set_role(common::v1::ROLE_INSTITUTION);
    topic.mutable_audience(0)->set_subscribed(true);
  });
  const auto university = [&](const std::string& id) {
    PutRecipient(id, [&](auto& r) {
      r.set_role(common::v1::ROLE_INSTITUTION);
      r.set_institution("institutions/" + id);
    });
  };
  university("ektu");
  university("kaznu");
  Ok(Publish("mine", "e1", [](Announcement& a) { a.institution = "institutions/ektu"; }));
  Ok(Publish("optional", "e2"));
  Settle();
  EXPECT_EQ(Inbox("ektu").size(), 1);
  EXPECT_EQ(Inbox("kaznu").size(), 0);
  v1::Preference wish;
  wish.set_topic("optional");
  wish.set_subscribed(true);
  Ok(Write([&](sql::Tx& tx) { return SetPreference(tx, "kaznu", wish, clock_.Now()); }));
  Ok(Publish("optional", "e3"));
  Settle();
  EXPECT_EQ(Inbox("ektu").size(), 1);
  EXPECT_EQ(Inbox("kaznu").size(), 1);
  EXPECT_TRUE(
      Ok(Write([&](sql::Tx& tx) { return Unsubscribe(tx, "kaznu", "optional", clock_.Now()); })));
  Ok(Publish("optional", "e4"));
  Settle();
  EXPECT_EQ(Inbox("kaznu").size(), 1);
}

TEST_P(DeliveredNoticesTest, FourWorkersOfFourProcessesSendEachOnce) {
  PutTopic("news");
  for (int i = 0; i < 40; ++i) PutRecipient(absl::StrCat("r", i));
  for (int event = 0; event < 5; ++event) Ok(Publish("news", absl::StrCat("e", event)));
  while (Ok(scheduler_.Tick())) {
  }
  std::vector<std::unique_ptr<Dispatcher>> dispatchers;
  for (int i = 0; i < 4; ++i) {
    dispatchers.push_back(std::make_unique<Dispatcher>(
        db(), clock_, outlets_, sealer_,
        Dispatcher::Options{.workers = 4, .batch = 16, .idle = absl::Milliseconds(5)}));
  }
  for (auto& dispatcher : dispatchers) dispatcher->Start();
  const absl::Time patience = absl::Now() + absl::Seconds(60);
  while (Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT) +
                 Count(v1::CHANNEL_INBOX, v1::DELIVERY_STATE_DELIVERED) <
             400 &&
         absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  dispatchers.clear();
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT), 200);
  EXPECT_EQ(Count(v1::CHANNEL_INBOX, v1::DELIVERY_STATE_DELIVERED), 200);
  const std::vector<std::string> messages = Messages();
  EXPECT_EQ(messages.size(), 200);
  EXPECT_EQ(std::set<std::string>(messages.begin(), messages.end()).size(), 200);
  for (int i = 0; i < 40; ++i) EXPECT_EQ(Inbox(absl::StrCat("r", i)).size(), 5);
}

TEST_P(DeliveredNoticesTest, WhatIsFoundUnderALostLeaseIsNotStored) {
  PutTopic("news");
  PutRecipient("r1");
  Ok(Publish("news", "e1"));
  while (Ok(scheduler_.Tick())) {
  }
  const auto take = [&](int64_t lease) {
    return Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<std::vector<LeasedDelivery>> {
      RETURN_IF_ERROR(
          Lease(tx, db().Engine(), lease, clock_.Now(), clock_.Now() + absl::Minutes(1), 10)
              .status());
      return Leased(tx, lease, clock_.Now());
    }));
  };
  const auto first = take(7);
  ASSERT_EQ(first.size(), 2);
  EXPECT_TRUE(take(8).empty());
  clock_.Set(clock_.Now() + absl::Minutes(2));
  ASSERT_EQ(take(9).size(), 2);
  Finished late{
      .job = {.leased = first[0], .lease = 7, .topic = std::make_shared<const v1::Topic>()},
      .verdict = {.fate = Fate::kSent, .reason = "250 ok"}};
  std::vector<StoredReceipt> receipts;
  const auto finish = [&](sql::Tx& tx) { return Finish(tx, late, clock_.Now(), receipts); };
  EXPECT_FALSE(Ok(Write(finish)));
  EXPECT_TRUE(receipts.empty());
  late.job.lease = 9;
  EXPECT_TRUE(Ok(Write(finish)));
  EXPECT_EQ(receipts.size(), 1);
}

TEST_P(DeliveredNoticesTest, AnEmbargoHoldsForAllUntilOneInstant) {
  PutTopic("news");
  for (int i = 0; i < 5; ++i) PutRecipient(absl::StrCat("r", i));
  const absl::Time release = clock_.Now() + absl::Hours(48);
  Ok(Publish("news", "e1", [&](Announcement& a) {
    a.release = release;
    a.at_once = false;
  }));
  clock_.Set(release - absl::Seconds(1));
  Settle();
  EXPECT_TRUE(Messages().empty());
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_ACCEPTED), 5);
  clock_.Set(release);
  Settle();
  EXPECT_EQ(Messages().size(), 5);
}

TEST_P(DeliveredNoticesTest, WhatIsTakenBackUnderItsEmbargoIsToldToNobody) {
  PutTopic("published", [](v1::Topic& topic) {
    topic.clear_events();
    topic.add_events("tarazy.test.v1.Published");
  });
  PutTopic("withdrawn", [](v1::Topic& topic) {
    topic.clear_events();
    topic.add_events("tarazy.test.v1.Withdrawn");
    topic.add_cancels()->set_topic("published");
    topic.mutable_cancels(0)->set_same("what");
  });
  PutRecipient("r1");
  const absl::Time release = clock_.Now() + absl::Minutes(5);
  const auto happen = [&](const std::string& type, const std::string& what,
                          std::optional<absl::Time> not_before) {
    IncomingEvent incoming{.type = "tarazy.test.v1." + type, .values = {{"what", what}}};
    incoming.event.set_id(type + what);
    incoming.event.set_aggregate("rankings/r");
    if (not_before.has_value()) {
      incoming.event.mutable_not_before()->set_seconds(absl::ToUnixSeconds(*not_before));
    }
    EXPECT_TRUE(
        Ok(Write([&](sql::Tx& tx) { return TakeIn(tx, "rankings", incoming, clock_.Now()); })));
  };
  happen("Published", "one", release);
  happen("Published", "two", release);
  Settle();  // the deliveries of both are made, and wait
  happen("Withdrawn", "one", std::nullopt);
  Settle();
  clock_.Set(release);
  Settle();
  std::vector<std::string> subjects;
  for (const StoredItem& item : Inbox("r1")) subjects.push_back(item.subject);
  EXPECT_EQ(subjects, (std::vector<std::string>{"Сообщение: one", "Сообщение: two"}))
      << "the withdrawal of one, the publication of two";
  EXPECT_EQ(Count(v1::CHANNEL_INBOX, v1::DELIVERY_STATE_EXPIRED), 1);
}

TEST_P(DeliveredNoticesTest, WhoDoesNotAcknowledgeIsReported) {
  PutTopic("decision", [](v1::Topic& topic) {
    topic.set_acknowledge_within_days(3);
    topic.add_escalation()->set_role(common::v1::ROLE_ADMIN);
  });
  PutRecipient("r1");
  PutRecipient("head", [](auto& r) { r.set_role(common::v1::ROLE_ADMIN); });
  Ok(Publish("decision", "e1"));
  Settle();
  EXPECT_TRUE(Inbox("r1")[0].acknowledge);
  EXPECT_TRUE(Inbox("head").empty());
  clock_.Set(clock_.Now() + absl::Hours(73));
  Settle();
  EXPECT_EQ(Inbox("head").size(), 1);
  EXPECT_EQ(Inbox("r1").size(), 1);
  Settle();
  EXPECT_EQ(Inbox("head").size(), 1);
}

TEST_P(DeliveredNoticesTest, ADigestGathersAndAnEmptyOneIsNotSent) {
  PutTopic("news");
  PutTopic("due", [](v1::Topic& topic) { topic.add_ladder()->set_days(0); });
  PutRecipient("r1", [](v1::Recipient& r) {
    r.set_zone("UTC");
    for (const char* topic : {"news", "due"}) {
      v1::Preference& wish = *r.add_preferences();
      wish.set_topic(topic);
      wish.set_digest(v1::DIGEST_PERIOD_DAILY);
      wish.set_digest_clock("18:00");
    }
  });
  clock_.Set(absl::FromCivil(absl::CivilHour(2027, 2, 1, 9), absl::UTCTimeZone()));
  for (int i = 0; i < 3; ++i) Ok(Publish("news", absl::StrCat("e", i)));
  common::v1::Deadline deadline;
  deadline.set_name("cases/c");
  deadline.set_topic("due");
  deadline.set_zone("UTC");
  deadline.set_date("2027-02-01");
  const auto tell = [&] {
    ASSERT_OK(db().Write(testing::Soon(), [&](sql::Tx& tx) {
      return TellDeadline(tx, deadline, {.event = "e", .values = ToJson({{"what", "x"}})},
                          clock_.Now());
    }));
  };
  tell();
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 4);
  EXPECT_TRUE(Messages().empty());
  deadline.set_ended(true);
  tell();
  clock_.Set(absl::FromCivil(absl::CivilHour(2027, 2, 1, 18), absl::UTCTimeZone()));
  Settle();
  EXPECT_EQ(Messages().size(), 1);
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT), 4) << "the digest and its three";
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_EXPIRED), 2) << "the moot one and its digest";
}

TEST_P(DeliveredNoticesTest, AProofHoldsAndAChangedOneDoesNot) {
  PutTopic("news");
  for (int i = 0; i < 3; ++i) PutRecipient(absl::StrCat("r", i));
  Ok(Publish("news", "e1"));
  Settle();
  Ok(Publish("news", "e2"));
  Settle();
  while (Ok(Write([&](sql::Tx& tx) { return SealReceipts(tx, key_, 100, clock_.Now()); })) > 0) {
  }
  const StoredItem item = Inbox("r1")[0];
  const v1::Proof proof =
      Ok(Write([&](sql::Tx& tx) { return MakeProof(tx, item.delivery, key_); }));
  const ProofSummary summary = Ok(VerifyProof(proof, key_.PublicKey()));
  ASSERT_EQ(summary.receipts.size(), 1);
  EXPECT_EQ(summary.receipts[0].state(), v1::DELIVERY_STATE_DELIVERED);
  const std::string bytes = proof.receipts(0).receipt();
  for (size_t i = 0; i < bytes.size(); ++i) {
    v1::Proof changed = proof;
    (*changed.mutable_receipts(0)->mutable_receipt())[i] ^= 1;
    EXPECT_FALSE(VerifyProof(changed, key_.PublicKey()).ok()) << i;
  }
}

TEST_P(DeliveredNoticesTest, AMandatoryNoticeThatReachesNobodyRaisesATask) {
  PutTopic("decision", [](v1::Topic& topic) { topic.set_mandatory(true); });
  v1::Template letter = Letter("lost");
  letter.mutable_variables(0)->set_name("reason");
  for (auto* field : {letter.mutable_subject(), letter.mutable_text()}) {
    field->set_en("Lost: {{reason}}");
    field->set_ru("Потеряно: {{reason}}");
    field->set_kk("Жоғалды: {{reason}}");
  }
  Ok(PutTemplate(letter));
  PutTopic("undeliverable", [](v1::Topic& topic) {
    topic.set_template_("lost");
    topic.clear_events();
    topic.add_ladder()->set_days(0);
    topic.mutable_audience(0)->set_role(common::v1::ROLE_ADMIN);
  });
  PutRecipient("head", [](auto& r) { r.set_role(common::v1::ROLE_ADMIN); });
  PutRecipient("r1", [](v1::Recipient& r) { r.clear_phone(); });
  outlets_.sms = nullptr;
  PutRecipient("r2");
  Ok(Publish("decision", "e1"));
  Settle();
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_DEAD), 2) << "r2's, and the task's own";
  ASSERT_EQ(Inbox("head").size(), 1);
  EXPECT_EQ(Inbox("head")[0].subject, "Потеряно: no way to send short messages is configured");
}

TEST_ON_BOTH_ENGINES(DeliveredNoticesTest);

}  // namespace
}  // namespace tarazy::notifications
