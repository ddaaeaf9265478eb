#include "services/notifications/domain/timing/ladder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

using testing::ElementsAre;

v1::DeadlineLadder Deadline(const std::string& date, const std::string& clock = "",
                            const std::string& zone = "Asia/Almaty") {
  v1::DeadlineLadder deadline;
  deadline.set_date(date);
  deadline.set_clock(clock);
  deadline.set_zone(zone);
  return deadline;
}

v1::Topic Topic(const std::vector<int>& days) {
  v1::Topic topic;
  topic.set_template_("finding-due");
  for (const int day : days) topic.add_ladder()->set_days(day);
  return topic;
}

// An instant by the clocks of Almaty.
absl::Time At(int month, int day, int hour, int minute = 0) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Almaty", &zone));
  return absl::FromCivil(absl::CivilMinute(2026, month, day, hour, minute), zone);
}

// "T-30 04-25T09:00 waiting" of each.
std::vector<std::string> Drawn(const absl::StatusOr<Ladder>& ladder) {
  EXPECT_TRUE(ladder.ok()) << ladder.status();
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Almaty", &zone));
  std::vector<std::string> drawn;
  for (const Reminder& reminder : ladder.value_or(Ladder{}).reminders) {
    drawn.push_back(absl::StrCat(reminder.step, " ",
                                 absl::FormatTime("%m-%dT%H:%M", reminder.time, zone),
                                 reminder.state == v1::STEP_STATE_WAITING  ? ""
                                 : reminder.state == v1::STEP_STATE_PASSED ? " passed"
                                                                           : " ?"));
  }
  return drawn;
}

std::vector<std::string> KnownAt(absl::Time now, const std::string& clock = "") {
  return Drawn(MakeLadder(Deadline("2026-04-25", clock), Topic({7, 0, -1, -30, -7}), now));
}

TEST(LadderTest, RemindersAreInOrderOnTheirDaysInTheMorning) {
  EXPECT_THAT(KnownAt(At(1, 1, 12)),
              ElementsAre("T-30 03-26T09:00", "T-7 04-18T09:00", "T-1 04-24T09:00", "T 04-25T09:00",
                          "T+7 05-02T09:00"));
  const auto ladder = MakeLadder(Deadline("2026-04-25"), Topic({0}), At(1, 1, 12));
  EXPECT_EQ(ladder->due, At(4, 26, 0));
  EXPECT_EQ(MakeLadder(Deadline("2026-04-25", "18:00"), Topic({0}), At(1, 1, 12))->due,
            At(4, 25, 18));
}

TEST(LadderTest, RungsMayHaveTheirOwnClockAndTemplate) {
  v1::Topic topic = Topic({0, 0});
  topic.mutable_ladder(0)->set_clock("16:30");
  topic.mutable_ladder(0)->set_template_("last-call");
  topic.mutable_ladder(1)->set_days(-1);
  const auto ladder = MakeLadder(Deadline("2026-04-25"), topic, At(1, 1, 12));
  EXPECT_THAT(Drawn(ladder), ElementsAre("T-1 04-24T09:00", "T 04-25T16:30"));
  EXPECT_EQ(ladder->reminders[0].letter, "finding-due");
  EXPECT_EQ(ladder->reminders[1].letter, "last-call");
}

TEST(LadderTest, KnownLateNothingIsSentInABurst) {
  EXPECT_THAT(KnownAt(At(4, 20, 12)),
              ElementsAre("T-30 03-26T09:00 passed", "T-7 04-18T09:00 passed", "T-1 04-24T09:00",
                          "T 04-25T09:00", "T+7 05-02T09:00"));
}

TEST(LadderTest, TheReminderOfThisVeryMomentIsNotOver) {
  EXPECT_THAT(KnownAt(At(4, 25, 9)).at(3), "T 04-25T09:00");
}

TEST(LadderTest, WhenAllBeforeAreOverAndTheDeadlineIsNotTheLatestIsDueAtOnce) {
  EXPECT_THAT(KnownAt(At(4, 25, 14)),
              ElementsAre("T-30 03-26T09:00 passed", "T-7 04-18T09:00 passed",
                          "T-1 04-24T09:00 passed", "T 04-25T14:00", "T+7 05-02T09:00"));
  const auto early = MakeLadder(Deadline("2026-04-25"), Topic({-30, -7}), At(4, 22, 10));
  EXPECT_THAT(Drawn(early), ElementsAre("T-30 03-26T09:00 passed", "T-7 04-22T10:00"));
}

// A deadline that is moved to tomorrow in the afternoon still has its word of today.
TEST(LadderTest, TodaysReminderIsDueAtOnceWhenItsHourIsOver) {
  EXPECT_THAT(KnownAt(At(4, 24, 14)),
              ElementsAre("T-30 03-26T09:00 passed", "T-7 04-18T09:00 passed", "T-1 04-24T14:00",
                          "T 04-25T09:00", "T+7 05-02T09:00"));
  EXPECT_THAT(KnownAt(At(5, 2, 20)).back(), "T+7 05-02T20:00");
  // Not what was to come before a deadline that is over.
  EXPECT_THAT(KnownAt(At(4, 25, 19), "18:00").at(3), "T 04-25T09:00 passed");
}

// What is said on the day comes too late for a deadline at eight in the morning.
TEST(LadderTest, BeforeTheDeadlineIsByTheClock) {
  EXPECT_THAT(KnownAt(At(4, 24, 20), "08:00"),
              ElementsAre("T-30 03-26T09:00 passed", "T-7 04-18T09:00 passed", "T-1 04-24T20:00",
                          "T 04-25T09:00", "T+7 05-02T09:00"));
}

TEST(LadderTest, OfADeadlineThatIsOverOnlyWhatComesAfterItIsSent) {
  EXPECT_THAT(KnownAt(At(4, 26, 0)),
              ElementsAre("T-30 03-26T09:00 passed", "T-7 04-18T09:00 passed",
                          "T-1 04-24T09:00 passed", "T 04-25T09:00 passed", "T+7 05-02T09:00"));
  EXPECT_THAT(KnownAt(At(6, 1, 0)).back(), "T+7 05-02T09:00 passed");
  EXPECT_THAT(Drawn(MakeLadder(Deadline("2026-04-25"), Topic({7}), At(4, 20, 0))),
              ElementsAre("T+7 05-02T09:00"));
}

// On 1 March 2024 Almaty went from UTC+6 to UTC+5: nine o'clock stays nine o'clock.
TEST(LadderTest, MorningsAreByTheLawOfTheirDay) {
  const auto ladder = MakeLadder(Deadline("2024-03-02"), Topic({-7, 0}), absl::UnixEpoch());
  ASSERT_TRUE(ladder.ok());
  const auto utc = [](int month, int day, int hour) {
    return absl::FromCivil(absl::CivilHour(2024, month, day, hour), absl::UTCTimeZone());
  };
  EXPECT_EQ(ladder->reminders[0].time, utc(2, 24, 3));
  EXPECT_EQ(ladder->reminders[1].time, utc(3, 2, 4));
}

TEST(LadderTest, AReminderInAGapWaitsForItsEndADeadlineThereIsRefused) {
  v1::Topic topic = Topic({0});
  topic.mutable_ladder(0)->set_clock("02:30");
  const auto ladder =
      MakeLadder(Deadline("2026-03-29", "12:00", "Europe/Berlin"), topic, absl::UnixEpoch());
  ASSERT_TRUE(ladder.ok()) << ladder.status();
  EXPECT_EQ(ladder->reminders[0].time,
            absl::FromCivil(absl::CivilHour(2026, 3, 29, 1), absl::UTCTimeZone()));
  EXPECT_EQ(DetailOf(MakeLadder(Deadline("2026-03-29", "02:30", "Europe/Berlin"), topic,
                                absl::UnixEpoch())
                         .status())
                .reason,
            Reason::kNoSuchLocalTime);
}

TEST(LadderTest, FaultsAreNamed) {
  const auto field = [](const v1::DeadlineLadder& deadline) {
    const auto ladder = MakeLadder(deadline, Topic({0}), absl::UnixEpoch());
    return ladder.ok() ? "" : DetailOf(ladder.status()).fields[0].field;
  };
  EXPECT_EQ(field(Deadline("01.02.2024")), "deadline.date");
  EXPECT_EQ(field(Deadline("2024-02-30")), "deadline.date");
  EXPECT_EQ(field(Deadline("2024-02-01", "24:00")), "deadline.clock");
  EXPECT_EQ(field(Deadline("2024-02-01", "", "Asia/Nowhere")), "deadline.zone");
}

}  // namespace
}  // namespace tarazy::notifications
