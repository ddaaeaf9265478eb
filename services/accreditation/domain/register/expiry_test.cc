#include "services/accreditation/domain/register/expiry.h"

#include <gtest/gtest.h>

#include "services/accreditation/domain/register/story_test.h"

namespace tarazy::accreditation {
namespace {

std::string ExpiryIn(const char* acts, const char* today) {
  const std::optional<Expiry> expiry = ExpiryOf(Script(acts), Day(today));
  return expiry.has_value() ? expiry->decision + " " + FormatDay(expiry->last_day) : "none";
}

TEST(ExpiryTest, IsTheLastDayOfTheTerm) {
  EXPECT_EQ(ExpiryIn("", "2023-01-01"), "none");
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 to 2025-01-10", "2023-01-01"), "g1 2025-01-09");
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 to 2025-01-10", "2025-01-09"), "g1 2025-01-09");
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 to 2025-01-10", "2025-01-10"), "none");
  EXPECT_EQ(ExpiryIn("g1 grant 2003-01-01", "2023-01-01"), "none");
}

TEST(ExpiryTest, IsKnownBeforeTheGrantBegins) {
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 from 2020-09-01 to 2021-09-01", "2020-01-10"),
            "g1 2021-08-31");
}

TEST(ExpiryTest, ARenewalTakesItsPlace) {
  EXPECT_EQ(ExpiryIn("c1 conditional 2020-01-10 to 2021-01-10\n"
                     "g1 grant 2020-12-01 from 2021-01-10 to 2026-01-10",
                     "2020-12-02"),
            "g1 2026-01-09");
}

TEST(ExpiryTest, AnExtensionMovesThatOfItsGrant) {
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 to 2025-01-10\n"
                     "x1 extend 2024-12-01 upon g1 from 2025-01-10 to 2025-07-10",
                     "2024-12-02"),
            "g1 2025-07-09");
}

TEST(ExpiryTest, ARefusalLeavesTheGrantThatRuns) {
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 to 2025-01-10\n"
                     "r1 refuse 2024-12-01",
                     "2024-12-02"),
            "g1 2025-01-09");
}

TEST(ExpiryTest, WhatIsWithdrawnOrSuspendedDoesNotExpire) {
  constexpr char kWithdrawn[] =
      "g1 grant 2020-01-10 to 2025-01-10\n"
      "w1 withdraw 2023-03-01 from 2023-06-01 upon g1";
  EXPECT_EQ(ExpiryIn(kWithdrawn, "2023-04-01"), "none");
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 to 2025-01-10\n"
                     "s1 suspend 2023-03-01 upon g1",
                     "2023-04-01"),
            "none");
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 to 2025-01-10\n"
                     "s1 suspend 2023-03-01 upon g1 to 2023-09-01",
                     "2023-04-01"),
            "g1 2025-01-09");
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 to 2025-01-10\n"
                     "s1 suspend 2023-03-01 upon g1\n"
                     "i1 reinstate 2023-06-01 upon s1",
                     "2023-07-01"),
            "g1 2025-01-09");
}

TEST(ExpiryTest, AWithdrawalUnderAppealRests) {
  EXPECT_EQ(ExpiryIn("g1 grant 2020-01-10 to 2025-01-10\n"
                     "w1 withdraw 2023-03-01 upon g1\n"
                     "a1 appeal 2023-03-05 upon w1",
                     "2023-04-01"),
            "g1 2025-01-09");
}

}  // namespace
}  // namespace tarazy::accreditation
