#include "services/notifications/domain/timing/lint_topic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace tarazy::notifications {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Topic Good() {
  v1::Topic topic;
  topic.set_id("finding-deadline");
  topic.mutable_title()->set_kk("Мерзім");
  topic.mutable_title()->set_ru("Срок");
  topic.mutable_title()->set_en("Deadline");
  topic.add_events("tarazy.accreditation.v1.FindingOpened");
  topic.set_template_("finding-due");
  topic.add_channels(v1::CHANNEL_EMAIL);
  topic.add_channels(v1::CHANNEL_INBOX);
  v1::Audience& told = *topic.add_audience();
  told.set_role(common::v1::ROLE_INSTITUTION);
  told.set_concerned(true);
  topic.set_mandatory(true);
  topic.add_ladder()->set_days(-30);
  topic.add_ladder()->set_days(0);
  topic.set_acknowledge_within_days(5);
  topic.add_escalation()->set_role(common::v1::ROLE_ADMIN);
  return topic;
}

std::vector<std::string> After(const std::function<void(v1::Topic&)>& change) {
  v1::Topic topic = Good();
  change(topic);
  Faults faults;
  LintTopic(topic, faults);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : faults.fields()) fields.push_back(fault.field);
  return fields;
}

TEST(LintTopicTest, AGoodTopicHasNoFaults) {
  EXPECT_THAT(After([](auto&) {}), IsEmpty());
  EXPECT_THAT(After([](auto& topic) { topic.clear_events(); }), IsEmpty());
  EXPECT_THAT(After([](auto& topic) { topic.clear_ladder(); }), IsEmpty());
  // One that people publish to has neither.
  EXPECT_THAT(After([](auto& topic) {
                topic.clear_events();
                topic.clear_ladder();
              }),
              IsEmpty());
}

TEST(LintTopicTest, FaultsAreNamed) {
  EXPECT_THAT(After([](auto& topic) { topic.mutable_title()->set_ru(" "); }),
              ElementsAre("title.ru"));
  EXPECT_THAT(After([](auto& topic) { topic.add_events("Finding opened"); }),
              ElementsAre("events[1]"));
  EXPECT_THAT(After([](auto& topic) { topic.add_events(topic.events(0)); }),
              ElementsAre("events[1]"));
  EXPECT_THAT(After([](auto& topic) { topic.add_channels(v1::CHANNEL_EMAIL); }),
              ElementsAre("channels[2]"));
  EXPECT_THAT(After([](auto& topic) { topic.add_channels(v1::CHANNEL_UNSPECIFIED); }),
              ElementsAre("channels[2]"));
  EXPECT_THAT(After([](auto& topic) { topic.clear_audience(); }), ElementsAre("audience"));
  EXPECT_THAT(After([](auto& topic) { *topic.add_audience() = topic.audience(0); }),
              ElementsAre("audience[1]"));
  EXPECT_THAT(
      After([](auto& topic) { topic.mutable_audience(0)->set_role(common::v1::ROLE_COUNCIL); }),
      ElementsAre("audience[0].concerned"));
  EXPECT_THAT(After([](auto& topic) { topic.add_ladder()->set_days(-30); }),
              ElementsAre("ladder[2].days"));
}

TEST(LintTopicTest, WhatIsMandatoryIsToldToSomebodyWhoDidNotAsk) {
  const auto subscribers_only = [](v1::Topic& topic) {
    topic.mutable_audience(0)->set_subscribed(true);
  };
  EXPECT_THAT(After(subscribers_only), ElementsAre("audience"));
  EXPECT_THAT(After([&](auto& topic) {
                subscribers_only(topic);
                topic.set_mandatory(false);
              }),
              IsEmpty());
  EXPECT_THAT(After([&](auto& topic) {
                subscribers_only(topic);
                topic.add_audience()->set_role(common::v1::ROLE_COUNCIL);
              }),
              IsEmpty());
}

TEST(LintTopicTest, EscalationAndItsTermGoTogether) {
  EXPECT_THAT(After([](auto& topic) { topic.set_acknowledge_within_days(0); }),
              ElementsAre("acknowledge_within_days"));
  EXPECT_THAT(After([](auto& topic) { topic.clear_escalation(); }), ElementsAre("escalation"));
  EXPECT_THAT(After([](auto& topic) { topic.mutable_escalation(0)->set_subscribed(true); }),
              ElementsAre("escalation[0].subscribed"));
}

}  // namespace
}  // namespace tarazy::notifications
