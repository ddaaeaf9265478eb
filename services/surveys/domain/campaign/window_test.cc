#include "services/surveys/domain/campaign/window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/error.h"

namespace tarazy::surveys {
namespace {

v1::Window Of(const std::string& opens, const std::string& closes,
              const std::string& zone = "Asia/Almaty", int grace = 0) {
  v1::Window window;
  window.set_opens(opens);
  window.set_closes(closes);
  window.set_zone(zone);
  window.set_grace_minutes(grace);
  return window;
}

absl::Time Utc(int year, int month, int day, int hour, int minute) {
  return absl::FromCivil(absl::CivilMinute(year, month, day, hour, minute), absl::UTCTimeZone());
}

std::string FaultOf(const v1::Window& window) {
  const auto instants = InstantsOf("window", window);
  const ErrorDetail detail = DetailOf(instants.status());
  return detail.fields.empty() ? "" : detail.fields[0].field;
}

// The seed's student survey: 26 April 2023, 11:15 to 12:00 in Kazakhstan, which was UTC+6 then and
// is UTC+5 since 1 March 2024. The same words mean another instant a year later.
TEST(WindowTest, WallTimeFollowsTheZonesLaw) {
  const auto then = InstantsOf("window", Of("2023-04-26T11:15", "2023-04-26T12:00"));
  ASSERT_TRUE(then.ok()) << then.status();
  EXPECT_EQ(then->opens, Utc(2023, 4, 26, 5, 15));
  EXPECT_EQ(then->closes, Utc(2023, 4, 26, 6, 0));
  const auto later = InstantsOf("window", Of("2024-04-26T11:15", "2024-04-26T12:00"));
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_EQ(later->opens, Utc(2024, 4, 26, 6, 15));
}

TEST(WindowTest, GraceIsForBallotsOnly) {
  v1::Campaign campaign;
  *campaign.mutable_window() = Of("2024-04-26T11:00", "2024-04-26T12:00", "Asia/Almaty", 15);
  EXPECT_EQ(StateAt(campaign, Utc(2024, 4, 26, 5, 59)), v1::CAMPAIGN_STATE_SCHEDULED);
  EXPECT_EQ(StateAt(campaign, Utc(2024, 4, 26, 6, 0)), v1::CAMPAIGN_STATE_OPEN);
  EXPECT_EQ(StateAt(campaign, Utc(2024, 4, 26, 6, 59)), v1::CAMPAIGN_STATE_OPEN);
  EXPECT_EQ(StateAt(campaign, Utc(2024, 4, 26, 7, 0)), v1::CAMPAIGN_STATE_GRACE);
  EXPECT_EQ(StateAt(campaign, Utc(2024, 4, 26, 7, 14)), v1::CAMPAIGN_STATE_GRACE);
  EXPECT_EQ(StateAt(campaign, Utc(2024, 4, 26, 7, 15)), v1::CAMPAIGN_STATE_ENDED);
}

TEST(WindowTest, WithoutAWindowItIsAlwaysOpen) {
  EXPECT_EQ(StateAt({}, Utc(2024, 1, 1, 0, 0)), v1::CAMPAIGN_STATE_OPEN);
}

TEST(WindowTest, FaultsAreNamed) {
  EXPECT_EQ(FaultOf(Of("2024-04-26T11:00", "2024-04-26T12:00", "Asia/Nowhere")), "window.zone");
  EXPECT_EQ(FaultOf(Of("2024-04-26T11:00", "2024-04-26T12:00", "")), "window.zone");
  EXPECT_EQ(FaultOf(Of("26.04.2024 11:00", "2024-04-26T12:00")), "window.opens");
  EXPECT_EQ(FaultOf(Of("2024-02-30T11:00", "2024-04-26T12:00")), "window.opens");
  EXPECT_EQ(FaultOf(Of("2024-04-26T24:00", "2024-04-27T12:00")), "window.opens");
  EXPECT_EQ(FaultOf(Of("2024-04-26T12:00", "2024-04-26T12:00")), "window.closes");
}

TEST(WindowTest, TimesThatClocksSkipOrRepeatAreRefused) {
  EXPECT_EQ(FaultOf(Of("2024-03-31T02:30", "", "Europe/Berlin")), "window.opens");
  EXPECT_EQ(FaultOf(Of("", "2024-10-27T02:30", "Europe/Berlin")), "window.closes");
}

}  // namespace
}  // namespace tarazy::surveys
