#include "services/notifications/domain/timing/recurrence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/notifications/domain/timing/test_lots.h"

namespace tarazy::notifications {
namespace {

using absl::CivilDay;
using testing::ElementsAre;

TEST(RecurrenceTest, MonthsEndWhenTheyEnd) {
  EXPECT_EQ(AddMonths(CivilDay(2026, 1, 31), 1), CivilDay(2026, 2, 28));
  EXPECT_EQ(AddMonths(CivilDay(2028, 1, 31), 1), CivilDay(2028, 2, 29));
  EXPECT_EQ(AddMonths(CivilDay(2026, 1, 30), 3), CivilDay(2026, 4, 30));
  EXPECT_EQ(AddMonths(CivilDay(2028, 2, 29), 12), CivilDay(2029, 2, 28));
  EXPECT_EQ(AddMonths(CivilDay(2026, 11, 15), 14), CivilDay(2028, 1, 15));
  EXPECT_EQ(AddMonths(CivilDay(2026, 3, 31), -1), CivilDay(2026, 2, 28));
}

TEST(RecurrenceTest, AShortMonthDoesNotShortenThoseAfterIt) {
  EXPECT_THAT(Occurrences({.start = CivilDay(2026, 1, 31), .months = 1}, 4),
              ElementsAre(CivilDay(2026, 2, 28), CivilDay(2026, 3, 31), CivilDay(2026, 4, 30),
                          CivilDay(2026, 5, 31)));
}

// Interim reports, every 12 months of an accreditation of five years.
TEST(RecurrenceTest, ItEndsOnTheLastDay) {
  const Recurrence reports{.start = CivilDay(2023, 6, 2), .until = CivilDay(2027, 6, 2)};
  EXPECT_THAT(Occurrences(reports, 10), ElementsAre(CivilDay(2024, 6, 2), CivilDay(2025, 6, 2),
                                                    CivilDay(2026, 6, 2), CivilDay(2027, 6, 2)));
  EXPECT_EQ(NextAfter(reports, CivilDay(2027, 6, 2)), std::nullopt);
  EXPECT_THAT(Occurrences(reports, 2), testing::SizeIs(2));
}

TEST(RecurrenceTest, NextIsAfterTheDay) {
  const Recurrence yearly{.start = CivilDay(2024, 2, 29)};
  EXPECT_EQ(NextAfter(yearly, CivilDay(2000, 1, 1)), CivilDay(2025, 2, 28));
  EXPECT_EQ(NextAfter(yearly, CivilDay(2025, 2, 27)), CivilDay(2025, 2, 28));
  EXPECT_EQ(NextAfter(yearly, CivilDay(2025, 2, 28)), CivilDay(2026, 2, 28));
  EXPECT_EQ(NextAfter(yearly, CivilDay(2027, 12, 31)), CivilDay(2028, 2, 29));
  EXPECT_EQ(NextAfter(yearly, CivilDay(9999, 6, 1)), std::nullopt);
  EXPECT_EQ(NextAfter({.start = CivilDay(2026, 1, 1), .months = 0}, CivilDay(2026, 1, 1)),
            std::nullopt);
}

// Against counting one by one.
TEST(RecurrenceTest, NextIsTheFirstOfAllThatAreLater) {
  Lots lots(3);
  for (int round = 0; round < 2000; ++round) {
    const Recurrence recurrence{.start = CivilDay(2020, 1, 1) + lots.Below(1500),
                                .months = 1 + lots.Below(24)};
    const CivilDay day = CivilDay(2019, 1, 1) + lots.Below(5000);
    int number = 1;
    while (AddMonths(recurrence.start, number * recurrence.months) <= day) ++number;
    EXPECT_EQ(NextAfter(recurrence, day), AddMonths(recurrence.start, number * recurrence.months));
  }
}

}  // namespace
}  // namespace tarazy::notifications
