#include "services/notifications/domain/timing/digest_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tarazy::notifications {
namespace {

constexpr Clock kNine{.hour = 9};

v1::Recipient Weekdays() {
  v1::Recipient recipient;
  for (int day = 1; day <= 5; ++day) recipient.add_working_days(day);
  return recipient;
}

// "key at time", by the recipient's clocks.
std::string Window(const v1::Recipient& recipient, v1::DigestPeriod period, const std::string& time,
                   Clock clock = kNine) {
  const auto hours = SendingHours::Of(recipient);
  EXPECT_TRUE(hours.ok()) << hours.status();
  absl::Time instant;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", time, hours->zone(), &instant, &error)) << error;
  const DigestWindow window = WindowOf(*hours, period, clock, instant);
  return absl::StrCat(window.key, " at ",
                      absl::FormatTime("%m-%d %H:%M", window.sends, hours->zone()));
}

std::string Daily(const std::string& time) {
  return Window(Weekdays(), v1::DIGEST_PERIOD_DAILY, time);
}

std::string Weekly(const std::string& time) {
  return Window(Weekdays(), v1::DIGEST_PERIOD_WEEKLY, time);
}

// 24 April 2026 is a Friday.
TEST(DigestWindowTest, DailyClosesOnTheNextWorkingDay) {
  EXPECT_EQ(Daily("2026-04-24 08:59"), "daily:2026-04-24 at 04-24 09:00");
  EXPECT_EQ(Daily("2026-04-24 09:00"), "daily:2026-04-27 at 04-27 09:00");
  EXPECT_EQ(Daily("2026-04-26 12:00"), "daily:2026-04-27 at 04-27 09:00");
}

TEST(DigestWindowTest, WeeklyClosesOnMonday) {
  EXPECT_EQ(Weekly("2026-04-20 08:00"), "weekly:2026-04-20 at 04-20 09:00");
  EXPECT_EQ(Weekly("2026-04-20 09:00"), "weekly:2026-04-27 at 04-27 09:00");
  EXPECT_EQ(Weekly("2026-04-26 23:59"), "weekly:2026-04-27 at 04-27 09:00");
}

TEST(DigestWindowTest, WeeklyMovesToTheFirstWorkingDayAndBackAgain) {
  v1::Recipient recipient = Weekdays();
  recipient.add_days_off("2026-04-20");
  EXPECT_EQ(Window(recipient, v1::DIGEST_PERIOD_WEEKLY, "2026-04-18 12:00"),
            "weekly:2026-04-21 at 04-21 09:00");
  EXPECT_EQ(Window(recipient, v1::DIGEST_PERIOD_WEEKLY, "2026-04-21 08:00"),
            "weekly:2026-04-21 at 04-21 09:00");
  EXPECT_EQ(Window(recipient, v1::DIGEST_PERIOD_WEEKLY, "2026-04-21 10:00"),
            "weekly:2026-04-27 at 04-27 09:00");
}

TEST(DigestWindowTest, AWholeWeekOffIsOneWindow) {
  v1::Recipient recipient = Weekdays();
  for (int day = 20; day <= 24; ++day) recipient.add_days_off(absl::StrCat("2026-04-", day));
  for (const char* time : {"2026-04-17 12:00", "2026-04-22 12:00", "2026-04-27 08:00"}) {
    EXPECT_EQ(Window(recipient, v1::DIGEST_PERIOD_WEEKLY, time),
              "weekly:2026-04-27 at 04-27 09:00");
  }
}

TEST(DigestWindowTest, QuietHoursPutItOffButTheWindowStaysTheSame) {
  v1::Recipient recipient = Weekdays();
  recipient.mutable_quiet_hours()->set_from("18:00");
  recipient.mutable_quiet_hours()->set_until("10:00");
  EXPECT_EQ(Window(recipient, v1::DIGEST_PERIOD_DAILY, "2026-04-24 08:00"),
            "daily:2026-04-24 at 04-24 10:00");
  EXPECT_EQ(Window(recipient, v1::DIGEST_PERIOD_DAILY, "2026-04-24 08:00", {.hour = 23}),
            "daily:2026-04-24 at 04-27 10:00");
}

}  // namespace
}  // namespace tarazy::notifications
