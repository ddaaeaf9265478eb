#include "services/notifications/domain/timing/sending_hours.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_format.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "services/notifications/domain/timing/test_lots.h"

namespace tarazy::notifications {
namespace {

v1::Recipient Office(const std::string& from, const std::string& until,
                     const std::string& zone = "Asia/Almaty") {
  v1::Recipient recipient;
  recipient.set_zone(zone);
  if (!from.empty()) {
    recipient.mutable_quiet_hours()->set_from(from);
    recipient.mutable_quiet_hours()->set_until(until);
  }
  return recipient;
}

SendingHours Of(const v1::Recipient& recipient) {
  const auto hours = SendingHours::Of(recipient);
  EXPECT_TRUE(hours.ok()) << hours.status();
  return *hours;
}

// "2026-04-24 22:30" from one such by the recipient's own clocks.
std::string From(const v1::Recipient& recipient, const std::string& time) {
  const SendingHours hours = Of(recipient);
  absl::Time instant;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", time, hours.zone(), &instant, &error)) << error;
  return absl::FormatTime("%Y-%m-%d %H:%M", hours.EarliestFrom(instant), hours.zone());
}

TEST(SendingHoursTest, WithoutWishesAnyTimeIsAllowed) {
  EXPECT_EQ(From(Office("", ""), "2026-04-25 03:17"), "2026-04-25 03:17");
}

TEST(SendingHoursTest, QuietHoursEndInTheMorning) {
  const v1::Recipient office = Office("22:00", "07:00");
  EXPECT_EQ(From(office, "2026-04-24 21:59"), "2026-04-24 21:59");
  EXPECT_EQ(From(office, "2026-04-24 22:00"), "2026-04-25 07:00");
  EXPECT_EQ(From(office, "2026-04-25 00:00"), "2026-04-25 07:00");
  EXPECT_EQ(From(office, "2026-04-25 06:59"), "2026-04-25 07:00");
  EXPECT_EQ(From(office, "2026-04-25 07:00"), "2026-04-25 07:00");
  const v1::Recipient lunch = Office("13:00", "14:00");
  EXPECT_EQ(From(lunch, "2026-04-25 13:30"), "2026-04-25 14:00");
  EXPECT_EQ(From(lunch, "2026-04-25 12:59"), "2026-04-25 12:59");
}

TEST(SendingHoursTest, DaysOffAreWaitedFor) {
  v1::Recipient office = Office("18:00", "09:00");
  for (int day = 1; day <= 5; ++day) office.add_working_days(day);
  // Nauryz 2026: Saturday 21 March to Monday 23 March, the 24th and 25th besides.
  for (const char* off : {"2026-03-23", "2026-03-24", "2026-03-25"}) office.add_days_off(off);
  EXPECT_EQ(From(office, "2026-03-20 17:59"), "2026-03-20 17:59");
  EXPECT_EQ(From(office, "2026-03-20 18:00"), "2026-03-26 09:00");
  EXPECT_EQ(From(office, "2026-03-22 12:00"), "2026-03-26 09:00");
}

TEST(SendingHoursTest, GapsOfTheClocksAreNotTimes) {
  // At 02:00 it becomes 03:00: the quiet hours end with the gap.
  EXPECT_EQ(From(Office("22:00", "02:30", "Europe/Berlin"), "2026-03-29 01:00"),
            "2026-03-29 03:00");
  // They begin within it: at three o'clock it is quiet already.
  EXPECT_EQ(From(Office("02:30", "05:00", "Europe/Berlin"), "2026-03-29 03:00"),
            "2026-03-29 05:00");
}

TEST(SendingHoursTest, AHourThatIsShownTwiceIsQuietTwice) {
  const SendingHours hours = Of(Office("22:00", "02:30", "Europe/Berlin"));
  const auto utc = [](int hour, int minute) {
    return absl::FromCivil(absl::CivilMinute(2026, 10, 25, hour, minute), absl::UTCTimeZone());
  };
  // 02:30 summer time is 00:30 UTC, and at 01:00 UTC it is two o'clock once more.
  EXPECT_EQ(hours.EarliestFrom(utc(0, 0)), utc(0, 30));
  EXPECT_EQ(hours.EarliestFrom(utc(0, 59)), utc(0, 59));
  EXPECT_EQ(hours.EarliestFrom(utc(1, 0)), utc(1, 30));
}

TEST(SendingHoursTest, MalformedWishesAreRefused) {
  EXPECT_FALSE(SendingHours::Of(Office("22:00", "22:00")).ok());
  EXPECT_FALSE(SendingHours::Of(Office("22", "07:00")).ok());
  EXPECT_FALSE(SendingHours::Of(Office("", "", "Nowhere/None")).ok());
  v1::Recipient eighth;
  eighth.add_working_days(8);
  EXPECT_FALSE(SendingHours::Of(eighth).ok());
  v1::Recipient never;
  never.add_days_off("2026-02-30");
  EXPECT_FALSE(SendingHours::Of(never).ok());
}

// Whatever the wishes: what is found is allowed, and no minute before it is.
TEST(SendingHoursTest, TheEarliestIsAllowedAndNothingBeforeItIs) {
  constexpr const char* kZones[] = {"Asia/Almaty", "Europe/Berlin", "America/Sao_Paulo",
                                    "Australia/Lord_Howe", "UTC"};
  Lots lots(7);
  int waited = 0;
  for (int round = 0; round < 400; ++round) {
    const auto clock = [&] { return absl::StrFormat("%02d:%02d", lots.Below(24), lots.Below(60)); };
    const std::string from = clock();
    std::string until = clock();
    if (until == from) until = from == "12:00" ? "12:01" : "12:00";
    v1::Recipient recipient =
        Office(lots.Below(4) == 0 ? "" : from, until, kZones[lots.Below(std::size(kZones))]);
    for (int day = 1; day <= 7; ++day) {
      if (lots.Below(3) > 0) recipient.add_working_days(day);
    }
    // Around the changes of clocks of 2018: in all the zones that have any.
    const absl::CivilDay day = absl::CivilDay(2018, 1, 1) + lots.Below(365);
    for (int i = lots.Below(3); i > 0; --i) {
      recipient.add_days_off(FormatDay(day + lots.Below(3)));
    }
    const SendingHours hours = Of(recipient);
    const absl::Time time =
        absl::FromCivil(absl::CivilSecond(day), hours.zone()) + absl::Minutes(lots.Below(1440));
    const absl::Time earliest = hours.EarliestFrom(time);
    ASSERT_TRUE(hours.AllowedAt(earliest)) << recipient.ShortDebugString();
    for (absl::Time before = time; before < earliest; before += absl::Minutes(1)) {
      ASSERT_FALSE(hours.AllowedAt(before))
          << recipient.ShortDebugString() << absl::FormatTime(before, hours.zone());
    }
    waited += earliest > time ? 1 : 0;
  }
  EXPECT_GT(waited, 100);
}

}  // namespace
}  // namespace tarazy::notifications
