// Deadlines: reminders that come due, move, come back and cease; and who is told of silence.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/store/notices_fixture.h"

namespace tarazy::notifications {
namespace {

using testing::Fails;

class NoticesDeadlinesTest : public NoticesTest {
 protected:
  void AtHour(int hour, int day) {
    clock_.Set(absl::FromCivil(absl::CivilHour(2027, 2, day, hour), absl::UTCTimeZone()));
  }
};

TEST_P(NoticesDeadlinesTest, QuietHoursDeferAndTheTruthIsAskedForAgain) {
  PutTopic("due", [](v1::Topic& topic) { topic.add_ladder()->set_days(0); });
  PutRecipient("r1", [](v1::Recipient& r) {
    r.mutable_quiet_hours()->set_from("08:00");
    r.mutable_quiet_hours()->set_until("12:00");
    r.set_zone("UTC");
  });
  common::v1::Deadline deadline;
  deadline.set_name("cases/c/findings/f");
  deadline.set_topic("due");
  deadline.set_date("2027-02-01");
  deadline.set_zone("UTC");
  const auto tell = [&] {
    return db().Write(testing::Soon(), [&](sql::Tx& tx) {
      return TellDeadline(tx, deadline, {.event = "e", .values = ToJson({{"what", "x"}})},
                          clock_.Now());
    });
  };
  clock_.Set(absl::FromCivil(absl::CivilDay(2027, 1, 1), absl::UTCTimeZone()));
  ASSERT_OK(tell());
  clock_.Set(absl::FromCivil(absl::CivilHour(2027, 2, 1, 9), absl::UTCTimeZone()));
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 1);
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_DEFERRED), 1);
  deadline.set_ended(true);
  ASSERT_OK(tell());
  clock_.Set(absl::FromCivil(absl::CivilHour(2027, 2, 1, 12), absl::UTCTimeZone()));
  Settle();
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_EXPIRED), 1);
  EXPECT_TRUE(Messages().empty());
}

TEST_P(NoticesDeadlinesTest, AMovedDeadlineDerivesWhatWasNotSentAnew) {
  PutTopic("due", [](v1::Topic& topic) {
    for (const int days : {-30, -7, 0, 7}) topic.add_ladder()->set_days(days);
  });
  PutRecipient("r1");
  common::v1::Deadline deadline;
  deadline.set_name("cases/c/findings/f");
  deadline.set_topic("due");
  deadline.set_zone("UTC");
  const auto tell = [&](const std::string& date) {
    deadline.set_date(date);
    ASSERT_OK(db().Write(testing::Soon(), [&](sql::Tx& tx) {
      return TellDeadline(tx, deadline, {.event = "e", .values = ToJson({{"what", "x"}})},
                          clock_.Now());
    }));
  };
  const auto steps = [&] {
    std::map<std::string, int> waiting;
    for (const StoredStep& step :
         Ok(Write([](sql::Tx& tx) { return StepsOf(tx, "cases/c/findings/f"); }))) {
      if (step.state == v1::STEP_STATE_WAITING) ++waiting[step.step];
    }
    return waiting;
  };
  const auto at = [&](int month, int day) {
    clock_.Set(absl::FromCivil(absl::CivilHour(2027, month, day, 10), absl::UTCTimeZone()));
  };
  at(1, 1);
  tell("2027-03-01");
  EXPECT_EQ(steps(), (std::map<std::string, int>{{"T-30", 1}, {"T-7", 1}, {"T", 1}, {"T+7", 1}}));
  at(1, 31);
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 1);
  tell("2027-06-01");
  tell("2027-06-01");
  EXPECT_EQ(steps(), (std::map<std::string, int>{{"T-30", 1}, {"T-7", 1}, {"T", 1}, {"T+7", 1}}));
  at(3, 9);
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 1);
  at(5, 3);
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 2);
  // Back to the first date: what was sent for it is not sent again.
  at(5, 4);
  tell("2027-03-01");
  tell("2027-06-01");
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 2);
  at(6, 9);
  Settle();
  EXPECT_EQ(Inbox("r1").size(), 5) << "T-7, T and T+7 of the second date";
  EXPECT_EQ(Messages().size(), Inbox("r1").size());
  EXPECT_TRUE(steps().empty());
}

TEST_P(NoticesDeadlinesTest, AnEventThatComesLateDoesNotUndoWhatWasToldSince) {
  PutTopic("due", [](v1::Topic& topic) { topic.add_ladder()->set_days(-7); });
  common::v1::Deadline deadline;
  deadline.set_name("cases/c/findings/f");
  deadline.set_topic("due");
  deadline.set_zone("UTC");
  const auto tell = [&](const std::string& date, ToldDeadline told) {
    deadline.set_date(date);
    deadline.set_ended(date.empty());
    told.event = "e";
    told.values = ToJson({{"what", "x"}});
    told.time = told.late ? clock_.Now() - absl::Hours(1) : clock_.Now();
    ASSERT_OK(db().Write(testing::Soon(), [&](sql::Tx& tx) {
      return TellDeadline(tx, deadline, told, clock_.Now());
    }));
  };
  const auto waiting = [&] {
    return CountWhere("SELECT COUNT(*) FROM ladder_step WHERE state = 1");
  };
  clock_.Set(absl::FromCivil(absl::CivilDay(2027, 1, 1), absl::UTCTimeZone()));
  tell("", {.sequence = 7});
  tell("2027-03-01", {.sequence = 5, .late = true});
  EXPECT_EQ(waiting(), 0) << "it had ended before it was heard of";
  tell("2027-03-01", {.sequence = 9});
  EXPECT_EQ(waiting(), 1) << "it was opened again";
  tell("", {.sequence = 8, .late = true});
  EXPECT_EQ(waiting(), 1);
  tell("", {.sequence = 11, .late = true});
  EXPECT_EQ(waiting(), 0) << "nothing was told of it since";
  tell("2027-04-01", {});
  tell("", {.sequence = 12, .late = true});
  EXPECT_EQ(waiting(), 1) << "somebody set it by hand since";
}

TEST_P(NoticesDeadlinesTest, ADateThatADeadlineComesBackToKeepsItsReminder) {
  PutTopic("due", [](v1::Topic& topic) { topic.add_ladder()->set_days(-7); });
  PutRecipient("r1", [](v1::Recipient& r) {
    r.mutable_quiet_hours()->set_from("08:00");
    r.mutable_quiet_hours()->set_until("12:00");
    r.set_zone("UTC");
  });
  common::v1::Deadline deadline;
  deadline.set_name("cases/c");
  deadline.set_topic("due");
  deadline.set_zone("UTC");
  const auto tell = [&](const std::string& date) {
    deadline.set_date(date);
    ASSERT_OK(db().Write(testing::Soon(), [&](sql::Tx& tx) {
      return TellDeadline(tx, deadline, {.event = "e", .values = ToJson({{"what", "x"}})},
                          clock_.Now());
    }));
  };
  AtHour(0, 1);
  tell("2027-02-10");
  AtHour(9, 3);
  Settle();
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_DEFERRED), 1);
  tell("2027-05-10");
  tell("2027-02-10");
  AtHour(12, 3);
  Settle();
  EXPECT_EQ(Count(v1::CHANNEL_SMS, v1::DELIVERY_STATE_SENT), 1);
  EXPECT_EQ(Inbox("r1").size(), 1);
}

TEST_ON_BOTH_ENGINES(NoticesDeadlinesTest);

}  // namespace
}  // namespace tarazy::notifications
