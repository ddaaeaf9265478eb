// What may be stored: templates that their events can fill, recipients and what they wish.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/store/notices_fixture.h"

namespace tarazy::notifications {
namespace {

using testing::Fails;

class NoticesCatalogueTest : public NoticesTest {};

TEST_P(NoticesCatalogueTest, WhatATemplateCannotDoWithoutIsAskedForAtOnce) {
  PutTopic("news");
  EXPECT_FAILS(Publish("news", "e1", [](Announcement& a) { a.values.clear(); }).status(),
               kFailedPrecondition, kTemplateInvalid);
}

// Another variable of a letter, which its texts show where it is there.
v1::Variable& AddVariable(v1::Template& letter, const std::string& name, v1::VariableKind kind,
                          const std::string& example) {
  const std::string shown = absl::StrCat("{{#", name, "}} {{", name, "}}{{/", name, "}}");
  letter.mutable_text()->mutable_en()->append(shown);
  letter.mutable_text()->mutable_ru()->append(shown);
  letter.mutable_text()->mutable_kk()->append(shown);
  v1::Variable& variable = *letter.add_variables();
  variable.set_name(name);
  variable.set_kind(kind);
  variable.set_example(example);
  return variable;
}

TEST_P(NoticesCatalogueTest, ATemplateNeedsNoMoreThanTheEventsOfItsTopicsBring) {
  PutTopic("news");
  v1::Template letter = Letter("letter");
  v1::Variable& who = AddVariable(letter, "who", v1::VARIABLE_KIND_TEXT, "somebody");
  const absl::Status lacking = PutTemplate(letter).status();
  EXPECT_FAILS(lacking, kInvalidArgument, kTemplateInvalid);
  ASSERT_EQ(DetailOf(lacking).fields.size(), 1);
  EXPECT_EQ(DetailOf(lacking).fields[0].field, "topics.news");
  EXPECT_EQ(DetailOf(lacking).fields[0].description,
            "needs who, which tarazy.test.v1.Happened does not bring");
  who.set_optional(true);
  ASSERT_OK(PutTemplate(letter).status());
  letter = Letter("letter");
  v1::Variable& since = AddVariable(letter, "since", v1::VARIABLE_KIND_NUMBER, "7");
  const absl::Status another = PutTemplate(letter).status();
  EXPECT_FAILS(another, kInvalidArgument, kTemplateInvalid);
  ASSERT_EQ(DetailOf(another).fields.size(), 1);
  EXPECT_EQ(DetailOf(another).fields[0].description,
            "needs since as a number, and tarazy.test.v1.Happened brings a date");
  since.set_kind(v1::VARIABLE_KIND_DATE);
  since.set_example("2026-04-25");
  ASSERT_OK(PutTemplate(letter).status());
}

TEST_P(NoticesCatalogueTest, TheTemplatesOfRemindersToo) {
  v1::Template reminder = Letter("reminder");
  Ok(PutTemplate(reminder));
  PutTopic("due", [](v1::Topic& topic) {
    topic.add_ladder()->set_days(-7);
    topic.mutable_ladder(0)->set_template_("reminder");
  });
  AddVariable(reminder, "who", v1::VARIABLE_KIND_TEXT, "somebody");
  EXPECT_FAILS(PutTemplate(reminder).status(), kInvalidArgument, kTemplateInvalid);
  reminder.set_id("free");
  ASSERT_OK(PutTemplate(reminder).status());  // no topic tells with it
  EXPECT_FAILS(Write([&](sql::Tx& tx) -> absl::StatusOr<v1::Topic> {
                 ASSIGN_OR_RETURN(v1::Topic topic, LoadTopic(tx, "due"));
                 topic.mutable_ladder(0)->set_template_("free");
                 return StoreTopic(tx, topic, EventsOfTests, clock_.Now());
               }).status(),
               kInvalidArgument, kInvalidField);
}

TEST_P(NoticesCatalogueTest, ADeadlineBringsWhatItsRemindersNeed) {
  v1::Template reminder = Letter("reminder");
  v1::Variable& who = *reminder.add_variables();
  who.set_name("who");
  who.set_kind(v1::VARIABLE_KIND_TEXT);
  who.set_example("somebody");
  for (auto* field : {reminder.mutable_subject(), reminder.mutable_text()}) {
    field->set_en("{{what}} of {{who}}, {{days}} days, {{due}}");
    field->set_ru("{{what}} от {{who}}, {{days}} дн., {{due}}");
    field->set_kk("{{what}}, {{who}}, {{days}} күн, {{due}}");
  }
  Ok(PutTemplate(reminder));
  PutTopic("due", [](v1::Topic& topic) {
    topic.clear_events();
    topic.add_ladder()->set_days(-30);
    topic.add_ladder()->set_days(-7);
    topic.mutable_ladder(1)->set_template_("reminder");
  });
  common::v1::Deadline deadline;
  deadline.set_name("cases/c/report");
  deadline.set_topic("due");
  deadline.set_date("2027-09-01");
  deadline.set_zone("UTC");
  const auto publish = [&](const NoticeValues& values) {
    return db().Write(testing::Soon(), [&](sql::Tx& tx) -> absl::Status {
      Announcement announcement{.event = "e", .values = values, .deadline = deadline};
      ASSIGN_OR_RETURN(announcement.topic, LoadTopic(tx, "due"));
      return PublishDeadline(tx, announcement, clock_.Now());
    });
  };
  const auto happen = [&](const std::string& event, const NoticeValues& values) {
    IncomingEvent incoming{.type = "tarazy.test.v1.Happened", .values = values};
    incoming.event.set_id(event);
    *incoming.event.add_deadlines() = deadline;
    return Write([&](sql::Tx& tx) { return TakeIn(tx, "tests", incoming, clock_.Now()); }).status();
  };
  const absl::Status lacking = publish({{"what", "x"}});
  EXPECT_FAILS(lacking, kFailedPrecondition, kTemplateInvalid);
  EXPECT_EQ(lacking.message(), "the reminder T-7: the notice has no value for {{who}}");
  EXPECT_EQ(publish({}).message(), "the reminder T-30: the notice has no value for {{what}}");
  EXPECT_FAILS(happen("e1", {{"what", "x"}}), kFailedPrecondition, kTemplateInvalid);
  EXPECT_EQ(CountWhere("SELECT COUNT(*) FROM deadline"), 0);
  ASSERT_OK(happen("e2", {{"what", "x"}, {"who", "y"}}));
  deadline.set_date("2027-10-01");
  ASSERT_OK(publish({}));  // the values are known
  EXPECT_FAILS(publish({{"what", "x"}}), kFailedPrecondition, kTemplateInvalid);
  deadline.set_ended(true);
  ASSERT_OK(publish({{"what", "x"}}));  // nobody is reminded any more
}

TEST_P(NoticesCatalogueTest, AMutedTopicThatBecomesMandatoryLocksNobodyOut) {
  PutTopic("decisions");
  PutTopic("news");
  PutRecipient("r1", [](v1::Recipient& r) {
    r.add_preferences()->set_topic("decisions");
    r.mutable_preferences(0)->set_muted(true);
  });
  Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<v1::Topic> {
    ASSIGN_OR_RETURN(v1::Topic topic, LoadTopic(tx, "decisions"));
    topic.set_mandatory(true);
    return StoreTopic(tx, topic, EventsOfTests, clock_.Now());
  }));
  const auto wish = [&](const v1::Preference& preference) {
    return Write([&](sql::Tx& tx) { return SetPreference(tx, "r1", preference, clock_.Now()); })
        .status();
  };
  const auto unsubscribe = [&](const char* topic) {
    return Write([&](sql::Tx& tx) { return Unsubscribe(tx, "r1", topic, clock_.Now()); });
  };
  v1::Preference gathered;
  gathered.set_topic("news");
  gathered.set_digest(v1::DIGEST_PERIOD_DAILY);
  ASSERT_OK(wish(gathered));
  EXPECT_TRUE(Ok(unsubscribe("news")));
  EXPECT_FALSE(Ok(unsubscribe("news")));
  EXPECT_FAILS(unsubscribe("decisions").status(), kInvalidArgument, kMandatoryTopic);
  v1::Preference muted;
  muted.set_topic("decisions");
  muted.set_muted(true);
  EXPECT_FAILS(wish(muted), kInvalidArgument, kMandatoryTopic);
  Ok(Publish("decisions", "e1"));
  Ok(Publish("news", "e2"));
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 1) << "what is mandatory, whatever he wished before";
}

TEST_P(NoticesCatalogueTest, AMandatoryTopicIsNarrowedToWhatReachesHim) {
  PutTopic("decisions", [](v1::Topic& topic) { topic.set_mandatory(true); });
  PutRecipient("r1");
  const auto narrow = [&](v1::Channel channel) {
    v1::Preference wish;
    wish.set_topic("decisions");
    wish.add_channels(channel);
    return Write([&](sql::Tx& tx) { return SetPreference(tx, "r1", wish, clock_.Now()); }).status();
  };
  const auto endpoint = [&](bool disabled) {
    Ok(Write([&](sql::Tx& tx) {
      return StoreEndpoint(tx, "r1", "https://hooks.example.kz/notices", disabled, {}, sealer_,
                           clock_.Now());
    }));
  };
  EXPECT_FAILS(narrow(v1::CHANNEL_INBOX), kInvalidArgument, kMandatoryTopic);
  EXPECT_FAILS(narrow(v1::CHANNEL_WEBHOOK), kInvalidArgument, kMandatoryTopic);
  endpoint(/*disabled=*/true);
  EXPECT_FAILS(narrow(v1::CHANNEL_WEBHOOK), kInvalidArgument, kMandatoryTopic);
  endpoint(/*disabled=*/false);
  ASSERT_OK(narrow(v1::CHANNEL_WEBHOOK));
  ASSERT_OK(narrow(v1::CHANNEL_SMS));
}

TEST_P(NoticesCatalogueTest, ATitleThatNoLetterCanCarryIsRefused) {
  const auto store = [&](const std::string& title) {
    return Write([&](sql::Tx& tx) {
             v1::Recipient recipient;
             recipient.set_id("r1");
             recipient.set_title(title);
             recipient.set_role(common::v1::ROLE_METHODOLOGIST);
             return StoreRecipient(tx, recipient, clock_.Now());
           })
        .status();
  };
  for (const char* title : {"Rector\xc2\x85s", "Rector\xe2\x80\xa8s", "Rector\xe2\x80\xa9s",
                            "Rector\xc2\x9fs", "Rector\ns"}) {
    const absl::Status status = store(title);
    EXPECT_FAILS(status, kInvalidArgument, kInvalidField);
    ASSERT_EQ(DetailOf(status).fields.size(), 1);
    EXPECT_EQ(DetailOf(status).fields[0].field, "recipient.title");
  }
  ASSERT_OK(store("Ректордың қабылдау бөлмесі"));
}

TEST_ON_BOTH_ENGINES(NoticesCatalogueTest);

}  // namespace
}  // namespace tarazy::notifications
