#include "services/accreditation/domain/report_lint/printed_date.h"

#include <gtest/gtest.h>

namespace tarazy::accreditation::report_lint {
namespace {

using absl::CivilDay;

TEST(PrintedDate, UnmistakableDatesHaveOneReading) {
  struct Row {
    const char* text;
    CivilDay day;
    Notation notation;
  };
  for (const Row& row : {
           Row{"25.04.2023", CivilDay(2023, 4, 25), Notation::kDots},
           Row{"12/31/2023", CivilDay(2023, 12, 31), Notation::kSlashes},
           Row{"(Deadline: 05/30/2024).", CivilDay(2024, 5, 30), Notation::kSlashes},
           Row{"04.04.2023", CivilDay(2023, 4, 4), Notation::kDots},
           Row{"24-02-2023", CivilDay(2023, 2, 24), Notation::kDashes},
           Row{"2023-02-01", CivilDay(2023, 2, 1), Notation::kIso},
           Row{"25-27.04.2023", CivilDay(2023, 4, 27), Notation::kDots},
           Row{"27 . 04.2023", CivilDay(2023, 4, 27), Notation::kDots},
           Row{"30.11. 2022", CivilDay(2022, 11, 30), Notation::kDots},
           Row{"page 5. 14.04.2023", CivilDay(2023, 4, 14), Notation::kDots},
           Row{"30.09.23", CivilDay(2023, 9, 30), Notation::kDots},
           Row{"18 April 2022", CivilDay(2022, 4, 18), Notation::kWords},
           Row{"November 20, 2022", CivilDay(2022, 11, 20), Notation::kWords},
           Row{"dated the 3rd of May", CivilDay(1, 1, 1), Notation::kIso},
           Row{"January 11th, 2021", CivilDay(2021, 1, 11), Notation::kWords},
           Row{"18 апреля 2022 года", CivilDay(2022, 4, 18), Notation::kWords},
           Row{"9 мая 2023", CivilDay(2023, 5, 9), Notation::kWords},
           Row{"2022 жылғы 18 сәуір", CivilDay(2022, 4, 18), Notation::kWords},
       }) {
    const auto found = FindDay(row.text);
    if (row.day == CivilDay(1, 1, 1)) {
      EXPECT_FALSE(found.has_value()) << row.text;
      continue;
    }
    ASSERT_TRUE(found.has_value()) << row.text;
    EXPECT_EQ(found->unmistakable(), row.day) << row.text;
    EXPECT_EQ(found->notation, row.notation) << row.text;
  }
}

TEST(PrintedDate, DayAndMonthUpToTwelveAreReadTwoWays) {
  for (const char* text : {"01.09.2023", "09/01/2023", "5.01.2021", "01-02-2024"}) {
    const auto found = FindDay(text);
    ASSERT_TRUE(found.has_value()) << text;
    EXPECT_TRUE(found->ambiguous()) << text;
    EXPECT_FALSE(found->unmistakable().has_value()) << text;
    EXPECT_FALSE(found->shows_order()) << text;
  }
  EXPECT_EQ(FindDay("01.09.2023")->day_first, CivilDay(2023, 9, 1));
  EXPECT_EQ(FindDay("01.09.2023")->month_first, CivilDay(2023, 1, 9));
  EXPECT_TRUE(FindDay("25.04.2023")->shows_order());
  EXPECT_FALSE(FindDay("04.04.2023")->shows_order());
  EXPECT_FALSE(FindDay("2023-02-01")->shows_order());
}

TEST(PrintedDate, SomeDaysAreInNoCalendar) {
  for (const char* text :
       {"31.04.2023", "02/29/2023", "13.13.2023", "00.10.2023", "2023-02-30", "31 April 2022"}) {
    const auto found = FindDay(text);
    ASSERT_TRUE(found.has_value()) << text;
    EXPECT_TRUE(found->impossible()) << text;
  }
  EXPECT_FALSE(FindDay("29.02.2024")->impossible());
}

TEST(PrintedDate, WhatIsNoDateIsNone) {
  for (const char* text :
       {"", "2023", "April 2022", "2021-2025", "6.7.4", "1.2.2024.3", "No. 1-21/1-OD", "1/2",
        "494 124 0662", "no later than 1 month before", "maybe 12, 2020 people", "5.6.23"}) {
    EXPECT_FALSE(FindDay(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
