#include "services/notifications/channel/webhook/retry_after.h"

#include <gtest/gtest.h>

namespace tarazy::notifications {
namespace {

// 2026-03-01T09:00:00Z.
const absl::Time kNow = absl::FromUnixSeconds(1772355600);

TEST(ParseRetryAfter, TakesSeconds) {
  EXPECT_EQ(ParseRetryAfter("120", kNow), absl::Seconds(120));
  EXPECT_EQ(ParseRetryAfter(" 0 ", kNow), absl::ZeroDuration());
}

TEST(ParseRetryAfter, TakesTheThreeFormsOfAnHttpDate) {
  for (const char* date : {"Sun, 01 Mar 2026 09:10:00 GMT", "Sunday, 01-Mar-26 09:10:00 GMT",
                           "Sun Mar  1 09:10:00 2026"}) {
    EXPECT_EQ(ParseRetryAfter(date, kNow), absl::Minutes(10)) << date;
  }
}

TEST(ParseRetryAfter, IsBoundedByADayAndThePast) {
  for (const char* value : {"86400", "86401", "9999999999", "99999999999999999999999999",
                            "Sun, 01 Mar 2099 09:00:00 GMT"}) {
    EXPECT_EQ(ParseRetryAfter(value, kNow), absl::Hours(24)) << value;
  }
  EXPECT_EQ(ParseRetryAfter("Sun, 01 Mar 2020 09:00:00 GMT", kNow), absl::ZeroDuration());
}

TEST(ParseRetryAfter, KnowsNothingElse) {
  for (const char* value : {"", " ", "-5", "1.5", "soon", "10s", "1e9", "2026-03-01T09:10:00Z"}) {
    EXPECT_EQ(ParseRetryAfter(value, kNow), std::nullopt) << value;
  }
}

}  // namespace
}  // namespace tarazy::notifications
