#include "services/notifications/domain/timing/lint_recipient.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

v1::Recipient Good() {
  v1::Recipient recipient;
  recipient.set_id("ektu-rector");
  recipient.set_title("Rector's office");
  recipient.set_role(common::v1::ROLE_INSTITUTION);
  recipient.set_institution("institutions/ektu");
  recipient.set_email("rector@example.kz");
  recipient.set_phone("+77011234567");
  recipient.mutable_quiet_hours()->set_from("22:00");
  recipient.mutable_quiet_hours()->set_until("07:00");
  for (int day = 1; day <= 5; ++day) recipient.add_working_days(day);
  recipient.add_days_off("2026-03-22");
  v1::Preference& preference = *recipient.add_preferences();
  preference.set_topic("news");
  preference.set_muted(true);
  preference.set_digest_clock("18:00");
  return recipient;
}

const v1::Topic* TopicOfTests(absl::string_view id) {
  static const v1::Topic* const kNews = new v1::Topic;
  static const v1::Topic* const kDecisions = [] {
    auto* topic = new v1::Topic;
    topic->set_mandatory(true);
    return topic;
  }();
  return id == "news" ? kNews : id == "decisions" ? kDecisions : nullptr;
}

absl::Status Lint(const v1::Recipient& recipient, bool has_endpoint = false) {
  return LintRecipient(recipient, has_endpoint, TopicOfTests);
}

std::vector<std::string> After(const std::function<void(v1::Recipient&)>& change) {
  v1::Recipient recipient = Good();
  change(recipient);
  const absl::Status status = Lint(recipient);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : DetailOf(status).fields) fields.push_back(fault.field);
  EXPECT_EQ(status.ok(), fields.empty());
  return fields;
}

TEST(LintRecipientTest, AGoodRecipientHasNoFaults) {
  EXPECT_THAT(After([](auto&) {}), IsEmpty());
  EXPECT_THAT(After([](auto& recipient) {
                recipient.clear_quiet_hours();
                recipient.clear_working_days();
                recipient.clear_phone();
                recipient.set_role(common::v1::ROLE_COUNCIL);
                recipient.clear_institution();
              }),
              IsEmpty());
}

TEST(LintRecipientTest, FaultsAreNamed) {
  EXPECT_THAT(After([](auto& recipient) { recipient.set_language("de"); }),
              ElementsAre("language"));
  EXPECT_THAT(After([](auto& recipient) { recipient.set_zone("Almaty"); }), ElementsAre("zone"));
  EXPECT_THAT(After([](auto& recipient) { recipient.clear_institution(); }),
              ElementsAre("institution"));
  EXPECT_THAT(After([](auto& recipient) { recipient.set_role(common::v1::ROLE_COUNCIL); }),
              ElementsAre("institution"));
  for (const char* phone :
       {"87011234567", "+7701123", "+07011234567", "+7 701 123 45 67", "+7701123456789012", "+"}) {
    EXPECT_THAT(After([&](auto& recipient) { recipient.set_phone(phone); }), ElementsAre("phone"))
        << phone;
  }
  EXPECT_THAT(After([](auto& recipient) {
                recipient.add_working_days(5);
                recipient.add_working_days(0);
                recipient.add_working_days(8);
              }),
              ElementsAre("working_days[5]", "working_days[6]", "working_days[7]"));
  EXPECT_THAT(After([](auto& recipient) {
                recipient.add_days_off("2026-03-22");
                recipient.add_days_off("22.03.2026");
              }),
              ElementsAre("days_off[1]", "days_off[2]"));
  EXPECT_THAT(After([](auto& recipient) { recipient.mutable_quiet_hours()->set_until("22:00"); }),
              ElementsAre("quiet_hours"));
  EXPECT_THAT(After([](auto& recipient) { recipient.mutable_quiet_hours()->set_from("22"); }),
              ElementsAre("quiet_hours.from"));
}

TEST(LintRecipientTest, WishesAreAboutTopicsThatThereAre) {
  EXPECT_THAT(After([](auto& recipient) { recipient.mutable_preferences(0)->set_topic("old"); }),
              ElementsAre("preferences.old.topic"));
  EXPECT_THAT(
      After([](auto& recipient) { recipient.mutable_preferences(0)->set_subscribed(true); }),
      ElementsAre("preferences.news.muted"));
  EXPECT_THAT(After([](auto& recipient) {
                recipient.mutable_preferences(0)->add_channels(v1::CHANNEL_SMS);
                recipient.mutable_preferences(0)->add_channels(v1::CHANNEL_SMS);
                recipient.mutable_preferences(0)->add_channels(v1::CHANNEL_UNSPECIFIED);
                recipient.mutable_preferences(0)->set_digest_clock("9");
              }),
              ElementsAre("preferences.news.channels[1]", "preferences.news.channels[2]",
                          "preferences.news.digest_clock"));
}

TEST(LintRecipientTest, MandatoryTopicsReachHim) {
  v1::Recipient recipient = Good();
  v1::Preference& preference = *recipient.add_preferences();
  preference.set_topic("decisions");
  EXPECT_TRUE(Lint(recipient).ok());
  preference.set_muted(true);
  EXPECT_EQ(Lint(recipient).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(Lint(recipient)).reason, Reason::kMandatoryTopic);
}

TEST(LintRecipientTest, MandatoryTopicsReachHimOutsideOfHisInbox) {
  v1::Recipient recipient = Good();
  v1::Preference& preference = *recipient.add_preferences();
  preference.set_topic("decisions");
  const auto narrow = [&](std::vector<v1::Channel> channels, bool has_endpoint = false) {
    preference.clear_channels();
    for (const v1::Channel channel : channels) preference.add_channels(channel);
    const absl::Status status = Lint(recipient, has_endpoint);
    EXPECT_EQ(DetailOf(status).reason,
              status.ok() ? Reason::kUnspecified : Reason::kMandatoryTopic);
    return std::string(status.message());
  };
  EXPECT_EQ(narrow({v1::CHANNEL_SMS}), "");
  EXPECT_EQ(narrow({v1::CHANNEL_INBOX, v1::CHANNEL_EMAIL}), "");
  EXPECT_THAT(narrow({v1::CHANNEL_INBOX}), HasSubstr("name one of email, sms, or none"));
  EXPECT_THAT(narrow({v1::CHANNEL_WEBHOOK}), HasSubstr("name one of email, sms, or none"));
  EXPECT_EQ(narrow({v1::CHANNEL_WEBHOOK}, true), "");
  recipient.clear_phone();
  EXPECT_THAT(narrow({v1::CHANNEL_SMS}), HasSubstr("name one of email, or none"));
  recipient.clear_email();
  EXPECT_THAT(narrow({v1::CHANNEL_SMS}, true), HasSubstr("name one of webhook, or none"));
  EXPECT_EQ(narrow({v1::CHANNEL_INBOX}), "") << "there is nothing else";
}

TEST(LintRecipientTest, OneWishIsHeldAgainstNoOther) {
  v1::Recipient recipient = Good();
  v1::Preference& before = *recipient.add_preferences();
  before.set_topic("decisions");
  before.set_muted(true);
  v1::Preference wish;
  wish.set_topic("news");
  EXPECT_TRUE(LintPreference(recipient, false, wish, TopicOfTests).ok());
  EXPECT_EQ(DetailOf(LintPreference(recipient, false, before, TopicOfTests)).reason,
            Reason::kMandatoryTopic);
  wish.set_digest_clock("9");
  EXPECT_EQ(DetailOf(LintPreference(recipient, false, wish, TopicOfTests)).reason,
            Reason::kInvalidField);
}

TEST(LintRecipientTest, AllFaultsAreToldTogether) {
  v1::Recipient recipient = Good();
  v1::Preference& preference = *recipient.add_preferences();
  preference.set_topic("decisions");
  preference.set_muted(true);
  recipient.set_language("de");
  const ErrorDetail detail = DetailOf(Lint(recipient));
  EXPECT_EQ(detail.reason, Reason::kInvalidField);
  EXPECT_EQ(detail.fields.size(), 2);
}

}  // namespace
}  // namespace tarazy::notifications
