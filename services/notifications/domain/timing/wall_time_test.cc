#include "services/notifications/domain/timing/wall_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

absl::TimeZone Zone(absl::string_view name) {
  const auto zone = FindZone("zone", name);
  EXPECT_TRUE(zone.ok()) << name;
  return zone.value_or(absl::UTCTimeZone());
}

absl::Time Utc(int year, int month, int day, int hour, int minute = 0) {
  return absl::FromCivil(absl::CivilMinute(year, month, day, hour, minute), absl::UTCTimeZone());
}

TEST(WallTimeTest, ZonesAreNamesOfPlacesAndNothingElse) {
  EXPECT_EQ(Zone("").name(), "Asia/Almaty");
  EXPECT_EQ(Zone("America/Argentina/Buenos_Aires").name(), "America/Argentina/Buenos_Aires");
  EXPECT_EQ(Zone("UTC").name(), "UTC");
  for (const char* name : {"Asia/Nowhere", "localtime", "/etc/localtime", "../UTC", "Asia/../UTC",
                           "file:/etc/localtime", "libc:localtime", "Asia/Almaty ", "Asia/", "/",
                           "Fixed/UTC+05:00:00", "posixrules"}) {
    const auto zone = FindZone("recipient.zone", name);
    ASSERT_FALSE(zone.ok()) << name;
    EXPECT_EQ(DetailOf(zone.status()).fields[0].field, "recipient.zone");
  }
}

TEST(WallTimeTest, ClocksAreReadStrictly) {
  EXPECT_EQ(ParseClock("00:00"), Clock());
  EXPECT_EQ(ParseClock("23:59"), (Clock{.hour = 23, .minute = 59}));
  for (const char* text : {"", "9:00", "24:00", "12:60", "12-00", "12:0a", "12:00:00", " 2:00"}) {
    EXPECT_EQ(ParseClock(text), std::nullopt) << text;
  }
}

// UTC+6 until 1 March 2024, UTC+5 since: the same words, another instant.
TEST(WallTimeTest, TheZonesLawDecides) {
  const Clock nine{.hour = 9};
  EXPECT_EQ(*InstantOf("t", absl::CivilDay(2023, 4, 25), nine, Zone("")), Utc(2023, 4, 25, 3));
  EXPECT_EQ(*InstantOf("t", absl::CivilDay(2024, 4, 25), nine, Zone("")), Utc(2024, 4, 25, 4));
}

TEST(WallTimeTest, TimesThatClocksSkipAreRefusedAndRepeatedOnesAreTheEarlier) {
  const absl::TimeZone berlin = Zone("Europe/Berlin");
  const Clock half_past_two{.hour = 2, .minute = 30};
  const auto skipped = InstantOf("due.clock", absl::CivilDay(2026, 3, 29), half_past_two, berlin);
  EXPECT_EQ(skipped.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(skipped.status()).reason, Reason::kNoSuchLocalTime);
  EXPECT_EQ(DetailOf(skipped.status()).fields[0].field, "due.clock");
  EXPECT_EQ(skipped.status().message(),
            "the clocks of Europe/Berlin skip 02:30 on 2026-03-29; choose another time");
  EXPECT_EQ(InstantAtOrAfter(absl::CivilDay(2026, 3, 29), half_past_two, berlin),
            Utc(2026, 3, 29, 1));
  EXPECT_EQ(*InstantOf("t", absl::CivilDay(2026, 10, 25), half_past_two, berlin),
            Utc(2026, 10, 25, 0, 30));
}

TEST(WallTimeTest, ADayEndsWhenTheNextBegins) {
  EXPECT_EQ(*EndOfDay("t", absl::CivilDay(2026, 4, 25), Zone("")), Utc(2026, 4, 25, 19));
  // 2024-02-29 had 25 hours: at its end the clocks went back from 24:00 to 23:00.
  EXPECT_EQ(*EndOfDay("t", absl::CivilDay(2024, 2, 29), Zone("")), Utc(2024, 2, 29, 19));
  // Its clocks skipped midnight itself.
  EXPECT_EQ(*EndOfDay("t", absl::CivilDay(2018, 11, 3), Zone("America/Sao_Paulo")),
            Utc(2018, 11, 4, 3));
  // A whole day was left out.
  EXPECT_EQ(*EndOfDay("t", absl::CivilDay(2011, 12, 29), Zone("Pacific/Apia")),
            Utc(2011, 12, 30, 10));
  EXPECT_EQ(
      DetailOf(EndOfDay("t", absl::CivilDay(2011, 12, 30), Zone("Pacific/Apia")).status()).reason,
      Reason::kNoSuchLocalTime);
}

}  // namespace
}  // namespace tarazy::notifications
