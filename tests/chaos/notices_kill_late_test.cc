// Kills the notifications with -9 at the points that only time brings: as silence is reported, and
// as a survey's reminders go out. Time is turned in the tables.
#include <cstdlib>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/e2e/notices/notices_world.h"
#include "tests/e2e/surveys/small_survey.h"

namespace tarazy::e2e {
namespace {

constexpr char kTemplate[] = R"(
id: asked
variables: [{name: what, kind: text, example: x}]
subject: {kk: "Сұрақ {{what}}", ru: "Вопрос {{what}}", en: "Question {{what}}"}
text: {kk: "Сұрақ {{what}}", ru: "Вопрос {{what}}", en: "Question {{what}}"}
)";
constexpr char kTopic[] = R"(
id: asked
title: {kk: Сұрақ, ru: Вопрос, en: Question}
template: asked
channels: [email]
urgent: true
audience: [{role: council}]
acknowledge_within_days: 1
escalation: [{role: methodologist}]
ladder: [{days: 0}]
)";
constexpr char kPeople[] = R"(
id: reader
title: Reader
language: ru
role: council
email: reader@rowan.kz
---
id: head
title: Head
language: en
role: methodologist
email: head@agency.kz
)";

class NoticesKillLateTest : public NoticesTest {
 protected:
  void TearDown() override { unsetenv("TARAZY_TEST_KILL_AT"); }

  void RestartTo(const char* point) {
    point == nullptr ? unsetenv("TARAZY_TEST_KILL_AT") : setenv("TARAZY_TEST_KILL_AT", point, 1);
    deployment_->KillNotifications();
    deployment_->RestartNotifications();
  }
  void Turn(const char* statement) {
    const std::unique_ptr<sql::Database> data = deployment_->OpenData("notifications");
    ASSERT_TRUE(data->Write({.deadline = absl::Now() + absl::Seconds(20)},
                            [&](sql::Tx& tx) { return tx.Exec(statement, {}).status(); })
                    .ok());
  }
  void AwaitDeath(const char* point) {
    EXPECT_TRUE(Await([&] { return !deployment_->NotificationsRun(); }))
        << "never came to " << point;
  }
};

TEST_F(NoticesKillLateTest, AsSilenceIsReported) {
  Must({"notify", "template", "put", Write("template.yaml", kTemplate)});
  Must({"notify", "topic", "put", Write("topic.yaml", kTopic)});
  Must({"notify", "recipient", "put", Write("people.yaml", kPeople)});
  constexpr int kQuestions = 5;
  for (int i = 0; i < kQuestions; ++i) {
    Must({"notify", "publish", "asked", "--set", absl::StrCat("what=", i)});
  }
  ASSERT_TRUE(Await([&] { return Must({"notify", "inbox", "reader"}).size() == kQuestions; }));
  RestartTo("escalated:1");
  Turn("UPDATE notice SET acknowledge_by = 1 WHERE acknowledge_by IS NOT NULL");
  AwaitDeath("escalated");
  RestartTo(nullptr);
  EXPECT_TRUE(Await([&] { return Mail("head@agency.kz", "Message-ID").size() >= kQuestions; }));
  const auto letters = Mail("head@agency.kz", "Message-ID");
  EXPECT_EQ(std::set<std::string>(letters.begin(), letters.end()).size(), kQuestions);
  EXPECT_EQ(Must({"notify", "inbox", "head"}).size(), kQuestions);
  EXPECT_EQ(Must({"notify", "inbox", "reader"}).size(), kQuestions);
}

TEST_F(NoticesKillLateTest, AsASurveyReminds) {
  Must({"questionnaire", "put", Write("small.yaml", kSmallQuestionnaire)});
  Must({"survey", "open", "visit", "--file", Write("visit.yaml", R"(
id: visit
kind: tickets
title: {en: The visit, ru: Визит, kk: Сапар}
questionnaire: questionnaires/small/versions/0
strata: [{id: s, frame: 30}]
)")});
  constexpr int kInvited = 9;
  std::string csv = "contact,stratum,language,test\n";
  for (int i = 0; i < kInvited; ++i) absl::StrAppend(&csv, "person", i, "@rowan.kz,s,ru,\n");
  Must({"survey", "invite", "visit", Write("people.csv", csv)});
  RestartTo("reminded:4");
  // Its own process may die with it before it answers: it is asked for again.
  deployment_->Run({"survey", "remind", "visit", "--request-id", "once"});
  AwaitDeath("reminded");
  RestartTo(nullptr);
  Must({"survey", "remind", "visit", "--request-id", "once"});
  // The lease of the process that died is over.
  Turn("UPDATE reminder_batch SET next_at = 1 WHERE next_at IS NOT NULL");
  int copies = 0;
  for (int i = 0; i < kInvited; ++i) {
    const std::string address = absl::StrCat("person", i, "@rowan.kz");
    EXPECT_TRUE(Await([&] { return !Mail(address, "Message-ID").empty(); })) << address;
    const auto letters = Mail(address, "Message-ID");
    EXPECT_EQ(std::set<std::string>(letters.begin(), letters.end()).size(), 1) << address;
    copies += static_cast<int>(letters.size()) - 1;
  }
  EXPECT_LE(copies, 1) << "the letter whose place was not stored yet";
}

}  // namespace
}  // namespace tarazy::e2e
