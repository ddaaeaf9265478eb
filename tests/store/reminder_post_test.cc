// Reminders to people whom only the roll knows, over a real mail server and a real database of each
// engine.
#include "services/notifications/app/reminders/reminder_post.h"

#include <gmock/gmock.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/notifications/store/reminder_store.h"
#include "tests/store/notices_fixture.h"
#include "tests/testing/temp_smtp.h"

namespace tarazy::notifications {
namespace {

using ::testing::ElementsAre;

constexpr absl::Duration kRetry = absl::Minutes(5);

// Pages of two.
class FakeRoll final : public Roll {
 public:
  explicit FakeRoll(const std::vector<std::string>& contacts) {
    for (const std::string& contact : contacts) {
      people.push_back({.contact = contact,
                        .language = "ru",
                        .link = "https://survey.example.kz/t/1",
                        .tag = absl::StrCat("tag-", people.size()),
                        .position = absl::StrCat(people.size() + 1)});
    }
  }

  absl::StatusOr<InviteePage> After(const Context&, const ReminderBatch& batch) override {
    if (fails) return absl::UnavailableError("the roll of the survey does not answer");
    int after = 0;
    EXPECT_TRUE(batch.position.empty() || absl::SimpleAtoi(batch.position, &after));
    InviteePage page{.title = {.ru = "Опрос"}};
    for (const Invitee& person : people) {
      int position = 0;
      EXPECT_TRUE(absl::SimpleAtoi(person.position, &position));
      if (position > after && page.people.size() < 2) page.people.push_back(person);
    }
    return page;
  }

  std::vector<Invitee> people;
  bool fails = false;
};

class ReminderPostTest : public NoticesTest {
 protected:
  void StartMail(std::vector<std::string> options) {
    absl::StatusOr<std::unique_ptr<testing::TempSmtp>> mail =
        testing::TempSmtp::Start(std::move(options));
    ASSERT_TRUE(mail.ok()) << mail.status();
    mail_ = *std::move(mail);
    outlets_.smtp = {.host = "127.0.0.1", .port = mail_->port(), .security = SmtpSecurity::kNone};
    outlets_.from = "notices@agency.kz";
    v1::Template letter = Letter("survey-reminder");
    letter.mutable_variables(0)->set_name("title");
    for (auto* field : {letter.mutable_subject(), letter.mutable_text()}) {
      field->set_en("{{title}}");
      field->set_ru("{{title}}");
      field->set_kk("{{title}}");
    }
    Ok(PutTemplate(letter));
    ASSERT_OK(db().Write(testing::Soon(), [&](sql::Tx& tx) {
      return InsertReminderBatch(tx, {.batch = "b", .campaign = "campaigns/c"}, clock_.Now());
    }));
  }
  ReminderPost Post(Roll& roll) { return {db(), clock_, outlets_, roll, {.retry = kRetry}}; }

  // Whom letters have come to, in this order.
  std::vector<std::string> Reached() {
    std::vector<std::string> reached;
    for (const nlohmann::json& message : mail_->Messages()) {
      reached.push_back(message["rcpt_tos"][0]);
    }
    return reached;
  }
  void Later() { clock_.Set(clock_.Now() + kRetry); }
  int64_t SentOnes() { return CountWhere("SELECT sent FROM reminder_batch"); }
  int64_t FailedOnes() { return CountWhere("SELECT failed FROM reminder_batch"); }
  bool IsDone() {
    return CountWhere("SELECT COUNT(*) FROM reminder_batch WHERE next_at IS NULL") == 1;
  }

  std::unique_ptr<testing::TempSmtp> mail_;
};

TEST_P(ReminderPostTest, WhoIsGreylistedIsWrittenToLater) {
  StartMail({"--greylist", "bek@*:1"});
  FakeRoll roll({"anna@example.kz", "bek@example.kz", "dana@example.kz"});
  ReminderPost post = Post(roll);
  EXPECT_TRUE(Ok(post.PostDue()));
  EXPECT_THAT(Reached(), ElementsAre("anna@example.kz", "dana@example.kz"));
  EXPECT_FALSE(Ok(post.PostDue()));
  Later();
  ReminderPost other = Post(roll);
  EXPECT_FALSE(Ok(other.PostDue())) << "the batch is not given away";
  EXPECT_TRUE(Ok(post.PostDue()));
  EXPECT_THAT(Reached(), ElementsAre("anna@example.kz", "dana@example.kz", "bek@example.kz"));
  EXPECT_EQ(SentOnes(), 3);
  EXPECT_EQ(FailedOnes(), 0);
  EXPECT_TRUE(IsDone());
}

TEST_P(ReminderPostTest, WhoStaysRefusedHasFailed) {
  StartMail({"--greylist", "bek@*:4", "--greylist", "dana@*:3", "--fail", "erik@*:550"});
  FakeRoll roll({"bek@example.kz", "dana@example.kz", "erik@example.kz"});
  ReminderPost post = Post(roll);
  EXPECT_TRUE(Ok(post.PostDue()));
  for (int tries = 0; tries < 3; ++tries) {
    EXPECT_FALSE(IsDone());
    Later();
    EXPECT_TRUE(Ok(post.PostDue()));
  }
  EXPECT_TRUE(IsDone());
  EXPECT_THAT(Reached(), ElementsAre("dana@example.kz"));
  EXPECT_EQ(SentOnes(), 1);
  EXPECT_EQ(FailedOnes(), 2);
  Later();
  EXPECT_FALSE(Ok(post.PostDue()));
}

TEST_P(ReminderPostTest, WhoHasAnsweredInBetweenIsLeftAlone) {
  StartMail({"--greylist", "*:1"});
  FakeRoll roll({"anna@example.kz", "bek@example.kz"});
  ReminderPost post = Post(roll);
  EXPECT_TRUE(Ok(post.PostDue()));
  roll.people.erase(roll.people.begin());
  Later();
  EXPECT_TRUE(Ok(post.PostDue()));
  EXPECT_THAT(Reached(), ElementsAre("bek@example.kz"));
  EXPECT_TRUE(IsDone());
}

TEST_P(ReminderPostTest, ARollThatFailsInBetweenLosesNobody) {
  StartMail({"--greylist", "anna@*:1"});
  FakeRoll roll({"anna@example.kz", "bek@example.kz"});
  ReminderPost post = Post(roll);
  EXPECT_TRUE(Ok(post.PostDue()));
  roll.fails = true;
  Later();
  EXPECT_EQ(post.PostDue().status().code(), absl::StatusCode::kUnavailable);
  roll.fails = false;
  Later();
  EXPECT_TRUE(Ok(post.PostDue()));
  EXPECT_THAT(Reached(), ElementsAre("bek@example.kz", "anna@example.kz"));
  EXPECT_TRUE(IsDone());
}

TEST_P(ReminderPostTest, AMailServerThatIsAwayHoldsUpAllAndLosesNobody) {
  StartMail({});
  FakeRoll roll({"anna@example.kz", "bek@example.kz"});
  ReminderPost post = Post(roll);
  mail_->Kill();
  EXPECT_TRUE(Ok(post.PostDue()));
  EXPECT_EQ(SentOnes() + FailedOnes(), 0);
  ASSERT_OK(mail_->Resume());
  Later();
  ReminderPost other = Post(roll);
  EXPECT_TRUE(Ok(other.PostDue())) << "whoever comes first";
  EXPECT_THAT(Reached(), ElementsAre("anna@example.kz", "bek@example.kz"));
  EXPECT_TRUE(IsDone());
}

TEST_ON_BOTH_ENGINES(ReminderPostTest);

}  // namespace
}  // namespace tarazy::notifications
