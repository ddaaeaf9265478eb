// What comes due by the clock, a little at a time, over a real database of each engine.
#include <atomic>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/store/notices_fixture.h"

namespace tarazy::notifications {
namespace {

class ScheduleTest : public NoticesTest {
 protected:
  ScheduleTest() { clock_.Set(absl::FromCivil(absl::CivilDay(2027, 1, 1), absl::UTCTimeZone())); }

  void PutTopicWithReminders() {
    PutTopic("due", [](v1::Topic& topic) { topic.add_ladder()->set_days(-7); });
  }
  absl::Status Tell(const std::string& name) {
    common::v1::Deadline deadline;
    deadline.set_name(name);
    deadline.set_topic("due");
    deadline.set_zone("UTC");
    deadline.set_date("2027-03-08");
    return db().Write(testing::Soon(), [&](sql::Tx& tx) {
      return TellDeadline(tx, deadline, {.event = "e", .values = ToJson({{"what", "x"}})},
                          clock_.Now());
    });
  }
  void TellMany(int count) {
    PutTopicWithReminders();
    for (int i = 0; i < count; ++i) ASSERT_OK(Tell(absl::StrCat("cases/c/findings/", i)));
  }
  // As by another law of the zone.
  absl::Status MoveSteps() {
    return testing::Exec(db(), "UPDATE ladder_step SET fire_at = fire_at + 3600000000");
  }
  int64_t Moved() {
    return CountWhere("SELECT COUNT(*) FROM ladder_step WHERE fire_at <> 1803891600000000");
  }
  int64_t Released() { return CountWhere("SELECT COUNT(*) FROM ladder_step WHERE state = 2"); }

  Scheduler::Options Few() {
    Scheduler::Options options;
    options.reminders = 3;
    return options;
  }
};

TEST_P(ScheduleTest, RemindersOfOneMorningAreReleasedAFewInOneTransaction) {
  TellMany(50);
  clock_.Set(absl::FromCivil(absl::CivilHour(2027, 3, 1, 10), absl::UTCTimeZone()));
  EXPECT_TRUE(Ok(scheduler_.Tick()));
  EXPECT_GT(Released(), 0);
  EXPECT_LE(Released(), 20);
  while (Ok(scheduler_.Tick())) {
  }
  EXPECT_EQ(Released(), 50);
}

TEST_P(ScheduleTest, WhatWaitsIsPutAtItsInstantAFewInOneTransaction) {
  TellMany(7);
  ASSERT_EQ(Moved(), 0);
  ASSERT_OK(MoveSteps());
  Scheduler scheduler(db(), clock_, key_, Few());
  EXPECT_TRUE(Ok(scheduler.RederiveSome()));
  EXPECT_EQ(Moved(), 4);
  EXPECT_TRUE(Ok(scheduler.RederiveSome()));
  EXPECT_EQ(Moved(), 1);
  while (Ok(scheduler.RederiveSome())) {
  }
  EXPECT_EQ(Moved(), 0);
  ASSERT_OK(MoveSteps());
  while (Ok(scheduler.RederiveSome())) {
  }
  EXPECT_EQ(Moved(), 0) << "the second time too";
}

TEST_P(ScheduleTest, DeadlinesWhoseRemindersAreOverAreNotLookedAt) {
  TellMany(7);
  clock_.Set(absl::FromCivil(absl::CivilHour(2027, 3, 1, 10), absl::UTCTimeZone()));
  while (Ok(scheduler_.Tick())) {
  }
  EXPECT_TRUE(Ok(Write([](sql::Tx& tx) { return WaitingDeadlines(tx, "", 100); })).empty());
}

TEST_P(ScheduleTest, WhatCouldNotBePutAtItsInstantIsTriedAgainSoon) {
  TellMany(3);
  ASSERT_OK(MoveSteps());
  ASSERT_OK(testing::Exec(db(), "UPDATE deadline SET topic = 'gone'"));
  std::atomic<int> failures = 0;
  Scheduler::Options options = Few();
  options.idle = absl::Milliseconds(5);
  options.rederive_again = absl::Milliseconds(5);
  options.on_failure = [&](const absl::Status&) { ++failures; };
  Scheduler scheduler(db(), clock_, key_, options);
  scheduler.Start();
  const auto eventually = [](auto condition) {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    while (!condition() && absl::Now() < patience) absl::SleepFor(absl::Milliseconds(5));
    return condition();
  };
  EXPECT_TRUE(eventually([&] { return failures > 0; }));
  EXPECT_EQ(Moved(), 3);
  ASSERT_OK(testing::Exec(db(), "UPDATE deadline SET topic = 'due'"));
  EXPECT_TRUE(eventually([&] { return Moved() == 0; }));
  scheduler.Stop();
}

TEST_ON_BOTH_ENGINES(ScheduleTest);

}  // namespace
}  // namespace tarazy::notifications
