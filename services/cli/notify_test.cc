// tarazy notify: what the commands send, what they print, what they refuse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

using NotifyTest = CommandTest;

TEST_F(NotifyTest, PublishSendsValuesPeopleTimeAndDeadline) {
  ASSERT_EQ(Tarazy({"notify",
                    "publish",
                    "--set",
                    "title=a=b",
                    "--set",
                    "points=[1,2]",
                    "--recipient",
                    "rector",
                    "--recipient",
                    "recipients/dean",
                    "finding-due",
                    "--event",
                    "oak-7",
                    "--about",
                    "cases/oak",
                    "--institution",
                    "oak",
                    "--at",
                    "2027-03-01 09:00",
                    "--zone",
                    "Asia/Oral",
                    "--every-months",
                    "12",
                    "--until",
                    "2030-03-01",
                    "--deadline",
                    "cases/oak/findings/r1",
                    "--due",
                    "2027-04-25",
                    "--due-clock",
                    "18:00",
                    "--request-id",
                    "q1"}),
            0)
      << err_;
  const v1::PublishNoticeRequest& sent = server_.notices.publish;
  EXPECT_EQ(sent.topic(), "topics/finding-due");
  EXPECT_EQ(sent.event(), "oak-7");
  EXPECT_EQ(sent.about(), "cases/oak");
  EXPECT_EQ(sent.institution(), "institutions/oak");
  EXPECT_EQ(sent.values().at("title"), "a=b");
  EXPECT_EQ(sent.values().at("points"), "[1,2]");
  EXPECT_THAT(sent.recipients(), ElementsAre("recipients/rector", "recipients/dean"));
  EXPECT_EQ(sent.at().date(), "2027-03-01");
  EXPECT_EQ(sent.at().clock(), "09:00");
  EXPECT_EQ(sent.at().zone(), "Asia/Oral");
  EXPECT_EQ(sent.recurrence().months(), 12);
  EXPECT_EQ(sent.recurrence().until(), "2030-03-01");
  EXPECT_EQ(sent.deadline().name(), "cases/oak/findings/r1");
  EXPECT_EQ(sent.deadline().topic(), "finding-due");
  EXPECT_EQ(sent.deadline().date(), "2027-04-25");
  EXPECT_EQ(sent.deadline().clock(), "18:00");
  EXPECT_EQ(sent.deadline().zone(), "Asia/Oral");
  EXPECT_EQ(sent.request_id(), "q1");
  EXPECT_FALSE(sent.has_not_before());
  EXPECT_EQ(json::parse(out_), json({{"event", "oak-7"}, {"time", "2027-01-15T08:00:00Z"}}));
}

TEST_F(NotifyTest, PublishSendsNothingThatWasNotSaid) {
  ASSERT_EQ(Tarazy({"notify", "publish", "news", "--not-before", "2027-03-01T09:00+05:00",
                    "--validate-only"}),
            0)
      << err_;
  v1::PublishNoticeRequest bare;
  bare.set_topic("topics/news");
  bare.mutable_not_before()->set_seconds(1803873600);
  bare.set_validate_only(true);
  EXPECT_EQ(server_.notices.publish.SerializeAsString(), bare.SerializeAsString());
}

TEST_F(NotifyTest, AnEndedDeadlineNeedsNoDate) {
  ASSERT_EQ(Tarazy({"notify", "publish", "due", "--deadline", "a/b", "--ended"}), 0) << err_;
  EXPECT_TRUE(server_.notices.publish.deadline().ended());
  EXPECT_EQ(server_.notices.publish.deadline().zone(), "");
}

TEST_F(NotifyTest, PublishRefusesWhatDoesNotGoTogether) {
  const std::vector<std::vector<std::string>> odd = {
      {"--set", "title"},
      {"--at", "2027-03-01"},
      {"--at", "2027-03-01 09:00", "--not-before", "2027-03-01"},
      {"--zone", "Asia/Almaty"},
      {"--until", "2027-03-01"},
      {"--every-months", "1", "--every-days", "1"},
      {"--every-days", "0"},
      {"--due", "2027-03-01"},
      {"--ended"},
      {"--deadline", "a/b"},
      {"--deadline", "a/b", "--due", "2027-02-29"},
      {"--deadline", "a/b", "--ended", "--due-clock", "18:00"},
      {"--deadline", "a/b", "--due", "2027-03-01", "--due-clock", "25:00"},
      {"second-topic"},
  };
  for (const auto& options : odd) {
    std::vector<std::string> arguments = {"notify", "publish", "news"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    EXPECT_EQ(Tarazy(arguments), 2) << testing::PrintToString(options) << out_;
  }
}

TEST_F(NotifyTest, APreferenceIsWhole) {
  ASSERT_EQ(Tarazy({"notify", "preference", "set", "--channels", "email,sms", "me", "topics/news",
                    "--subscribe", "--digest", "weekly", "--at", "08:30"}),
            0)
      << err_;
  const auto& sent = server_.recipients.preference;
  EXPECT_EQ(sent.name(), "recipients/me");
  EXPECT_EQ(sent.preference().topic(), "news");
  EXPECT_TRUE(sent.preference().subscribed());
  EXPECT_FALSE(sent.preference().muted());
  EXPECT_THAT(sent.preference().channels(), ElementsAre(v1::CHANNEL_EMAIL, v1::CHANNEL_SMS));
  EXPECT_EQ(sent.preference().digest(), v1::DIGEST_PERIOD_WEEKLY);
  EXPECT_EQ(sent.preference().digest_clock(), "08:30");
  EXPECT_EQ(json::parse(out_)["preferences"][0]["digest"], "weekly");
  for (const std::vector<std::string>& odd :
       {std::vector<std::string>{"--channels", "email,pigeon"},
        {"--digest", "hourly"},
        {"--at", "08:30"},
        {"--digest", "daily", "--at", "8:30"},
        {"--mute", "--subscribe"}}) {
    std::vector<std::string> arguments = {"notify", "preference", "set", "me", "news"};
    arguments.insert(arguments.end(), odd.begin(), odd.end());
    EXPECT_EQ(Tarazy(arguments), 2) << testing::PrintToString(odd);
  }
}

TEST_F(NotifyTest, AWebhooksSecretIsShownWhenItIsMade) {
  ASSERT_EQ(Tarazy({"notify", "webhook", "put", "system", "--url", "https://oak.example/n"}), 0)
      << err_;
  EXPECT_EQ(server_.recipients.endpoint.recipient(), "recipients/system");
  EXPECT_FALSE(server_.recipients.endpoint.disabled());
  EXPECT_EQ(json::parse(out_)["secret"], "whsec_c2VjcmV0");
  EXPECT_EQ(json::parse(out_)["state"], "enabled");
  ASSERT_EQ(Tarazy({"notify", "webhook", "rotate", "me"}), 0) << err_;
  EXPECT_EQ(server_.recipients.rotate.name(), "recipients/me/endpoint");
  EXPECT_EQ(json::parse(out_)["secret"], "whsec_bmV3");
  EXPECT_EQ(json::parse(out_)["old_secret_until"], "2027-01-15T08:00:00Z");
}

TEST_F(NotifyTest, DeliveriesAreListedByWhatIsAsked) {
  ASSERT_EQ(Tarazy({"notify", "deliveries", "--event", "e", "--recipient", "rector", "--state",
                    "dead", "--channel", "email", "--page-size", "1"}),
            0)
      << err_;
  EXPECT_EQ(server_.notices.list.event(), "e");
  EXPECT_EQ(server_.notices.list.recipient(), "recipients/rector");
  EXPECT_EQ(server_.notices.list.state(), v1::DELIVERY_STATE_DEAD);
  EXPECT_EQ(server_.notices.list.channel(), v1::CHANNEL_EMAIL);
  EXPECT_EQ(json::parse(out_)[0]["reason"], "550 5.1.1 no such user");
  EXPECT_EQ(err_, "next page: second\n");
  ASSERT_EQ(Tarazy({"notify", "dead-letters"}), 0) << err_;
  EXPECT_EQ(server_.notices.list.state(), v1::DELIVERY_STATE_DEAD);
  EXPECT_EQ(json::parse(out_).size(), 2);
}

TEST_F(NotifyTest, DeliveriesAreCounted) {
  ASSERT_EQ(Tarazy({"notify", "deliveries", "count", "--event", "e"}), 0) << err_;
  EXPECT_EQ(server_.notices.count.event(), "e");
  EXPECT_EQ(json::parse(out_), json({{{"channel", "sms"}, {"state", "sent"}, {"count", 12}}}));
  EXPECT_EQ(server_.notices.list.SerializeAsString(), "") << "nothing else is asked";
  EXPECT_EQ(Tarazy({"notify", "deliveries", "count", "--state", "dead"}), 2)
      << "an option of another command must not be ignored";
}

TEST_F(NotifyTest, RedriveTakesOneOrAllThatAreStillDead) {
  ASSERT_EQ(Tarazy({"notify", "redrive", "7f", "--request-id", "q"}), 0) << err_;
  EXPECT_EQ(server_.notices.redriven[0].name(), "deliveries/7f");
  EXPECT_EQ(server_.notices.redriven[0].request_id(), "q");
  server_.notices.redriven.clear();
  server_.notices.taken = {"deliveries/a"};
  ASSERT_EQ(Tarazy({"notify", "redrive", "--all", "--request-id", "q"}), 0) << err_;
  ASSERT_EQ(server_.notices.redriven.size(), 2);
  EXPECT_EQ(server_.notices.redriven[1].request_id(), "q.b");
  EXPECT_EQ(json::parse(out_).size(), 1);
  EXPECT_EQ(json::parse(out_)[0]["name"], "deliveries/b");
  EXPECT_EQ(Tarazy({"notify", "redrive", "unknown"}), 1);
  EXPECT_EQ(Tarazy({"notify", "redrive"}), 2);
  EXPECT_EQ(Tarazy({"notify", "redrive", "7f", "--all"}), 2);
}

TEST_F(NotifyTest, WhatWasSetAsideIsListedAndTakenInAfterAll) {
  ASSERT_EQ(Tarazy({"notify", "set-aside", "list"}), 0) << err_;
  const json listed = json::parse(out_);
  ASSERT_EQ(listed.size(), 2);
  EXPECT_EQ(listed[0]["source"], "accreditation");
  EXPECT_EQ(listed[0]["type"], "tarazy.accreditation.v1.FindingOpened");
  EXPECT_EQ(listed[1]["id"], "6c");
  EXPECT_EQ(listed[1]["reason"], "there is no topic");
  ASSERT_EQ(Tarazy({"notify", "set-aside", "retry", "5b", "--request-id", "q"}), 0) << err_;
  EXPECT_EQ(server_.events.retry.id(), "5b");
  EXPECT_EQ(server_.events.retry.request_id(), "q");
  EXPECT_EQ(json::parse(out_)["id"], "5b");
  EXPECT_EQ(Tarazy({"notify", "set-aside", "retry", "6c"}), 1);
  EXPECT_THAT(err_, HasSubstr("refused again: no topic"));
  EXPECT_EQ(Tarazy({"notify", "set-aside", "retry"}), 2);
}

TEST_F(NotifyTest, LaddersSayWhatComesNext) {
  ASSERT_EQ(Tarazy({"notify", "ladders", "--prefix", "cases/oak/"}), 0) << err_;
  EXPECT_EQ(server_.notices.ladders.prefix(), "cases/oak/");
  const json ladder = json::parse(out_)[0];
  EXPECT_EQ(ladder["next_step"], "T-7");
  EXPECT_EQ(ladder["steps"][0]["state"], "released");
}

TEST_F(NotifyTest, AnInboxIsReadAndAcknowledged) {
  ASSERT_EQ(Tarazy({"notify", "inbox", "rector", "--unread"}), 0) << err_;
  EXPECT_EQ(server_.inbox.list.recipient(), "recipients/rector");
  EXPECT_TRUE(server_.inbox.list.unread());
  EXPECT_EQ(json::parse(out_)[0]["cursor"], "c1");
  ASSERT_EQ(Tarazy({"notify", "read", "me", "7f"}), 0) << err_;
  EXPECT_EQ(server_.inbox.read.delivery(), "deliveries/7f");
  ASSERT_EQ(Tarazy({"notify", "ack", "me", "deliveries/7f", "--request-id", "q"}), 0) << err_;
  EXPECT_EQ(server_.inbox.acknowledge.recipient(), "recipients/me");
  EXPECT_EQ(server_.inbox.acknowledge.request_id(), "q");
  EXPECT_EQ(json::parse(out_)["acknowledge_time"], "2027-01-15T08:00:00Z");
}

TEST_F(NotifyTest, WatchPrintsOneNoticeALine) {
  ASSERT_EQ(Tarazy({"notify", "watch", "me", "--cursor", "c0", "--until-now"}), 0) << err_;
  EXPECT_EQ(server_.inbox.watch.recipient(), "recipients/me");
  EXPECT_EQ(server_.inbox.watch.cursor(), "c0");
  EXPECT_TRUE(server_.inbox.watch.until_now());
  const size_t end = out_.find('\n');
  EXPECT_EQ(json::parse(out_.substr(0, end))["cursor"], "c1");
  EXPECT_EQ(json::parse(out_.substr(end))["cursor"], "c2");
  ASSERT_EQ(Tarazy({"notify", "watch", "me", "--output", "table"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("c1  (to be acknowledged) A finding is due\n"));
}

TEST_F(NotifyTest, ABounceIsReportedAsItCame) {
  const std::string message = "From: mailer@example.kz\r\n\r\n\xff";
  ASSERT_EQ(Tarazy({"notify", "bounce", File("bounce.eml", message)}), 0) << err_;
  EXPECT_EQ(server_.recipients.bounce.message(), message);
  EXPECT_EQ(json::parse(out_), json({{"delivery", "deliveries/7f"}, {"suppressed", true}}));
  EXPECT_EQ(Tarazy({"notify", "bounce", File("large.eml", std::string((1 << 20) + 1, 'x'))}), 2);
  ASSERT_EQ(Tarazy({"notify", "suppressions", "lift", "a@oak.kz"}), 0) << err_;
  EXPECT_EQ(server_.recipients.lift.address(), "a@oak.kz");
  EXPECT_EQ(json::parse(out_)["since"], "2027-01-15T08:00:00Z");
}

}  // namespace
}  // namespace tarazy::cli
