#include "common/base/civil_day.h"

#include <gtest/gtest.h>

namespace tarazy {
namespace {

TEST(CivilDay, ReadsOnlyExistingDaysInOneNotation) {
  EXPECT_EQ(ParseDay("2024-02-29"), absl::CivilDay(2024, 2, 29));
  for (const char* text : {"2023-02-29", "2023-04-31", "2023-4-1", "01.09.2023", "09/01/2023",
                           "2023-13-01", "2023-00-10", "0000-01-01", "2023-01-00", "2023-01-011",
                           "+023-01-01", "", " 2023-01-01", "２023-01-01"}) {
    EXPECT_EQ(ParseDay(text), std::nullopt) << text;
  }
}

TEST(CivilDay, FormatsWhatItReads) {
  for (const char* text : {"0001-01-01", "2023-04-25", "9999-12-31"}) {
    EXPECT_EQ(FormatDay(*ParseDay(text)), text);
  }
}

}  // namespace
}  // namespace tarazy
