#include "services/accreditation/domain/record/dates.h"

#include <gtest/gtest.h>

namespace tarazy::accreditation {
namespace {

TEST(Dates, MonthsEndWhereTheMonthEnds) {
  EXPECT_EQ(AddMonths(absl::CivilDay(2024, 1, 31), 1), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(AddMonths(absl::CivilDay(2023, 1, 31), 1), absl::CivilDay(2023, 2, 28));
  EXPECT_EQ(AddMonths(absl::CivilDay(2023, 9, 1), -1), absl::CivilDay(2023, 8, 1));
  EXPECT_EQ(AddMonths(absl::CivilDay(2024, 3, 31), -1), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(AddMonths(absl::CivilDay(2023, 12, 15), 13), absl::CivilDay(2025, 1, 15));
}

TEST(Dates, ATermEndsOnItsAnniversary) {
  EXPECT_EQ(Anniversary(absl::CivilDay(2023, 6, 16), 5), absl::CivilDay(2028, 6, 16));
  EXPECT_EQ(Anniversary(absl::CivilDay(2024, 2, 29), 5), absl::CivilDay(2029, 3, 1));
  EXPECT_EQ(Anniversary(absl::CivilDay(2024, 2, 29), 4), absl::CivilDay(2028, 2, 29));
}

TEST(Dates, AStretchIsHalfOpen) {
  const Days days{absl::CivilDay(2023, 1, 1), absl::CivilDay(2024, 1, 1)};
  EXPECT_FALSE(days.Contains(absl::CivilDay(2022, 12, 31)));
  EXPECT_TRUE(days.Contains(absl::CivilDay(2023, 1, 1)));
  EXPECT_TRUE(days.Contains(absl::CivilDay(2023, 12, 31)));
  EXPECT_FALSE(days.Contains(absl::CivilDay(2024, 1, 1)));
  EXPECT_TRUE(Days{}.Contains(absl::CivilDay(1, 1, 1)));
}

}  // namespace
}  // namespace tarazy::accreditation
