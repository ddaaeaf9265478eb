#include "services/surveys/domain/figures/association.h"

#include <gtest/gtest.h>

namespace tarazy::surveys {
namespace {

TEST(AssociationTest, TheTailIsThatOfTheTables) {
  // The 5 % and 1 % points of every table of chi-squared.
  EXPECT_NEAR(ChiSquaredTail(3.841459, 1), 0.05, 1e-7);
  EXPECT_NEAR(ChiSquaredTail(5.991465, 2), 0.05, 1e-7);
  EXPECT_NEAR(ChiSquaredTail(7.814728, 3), 0.05, 1e-7);
  EXPECT_NEAR(ChiSquaredTail(9.487729, 4), 0.05, 1e-7);
  EXPECT_NEAR(ChiSquaredTail(11.344867, 3), 0.01, 1e-7);
  EXPECT_NEAR(ChiSquaredTail(23.209251, 10), 0.01, 1e-7);
  EXPECT_NEAR(ChiSquaredTail(124.342113, 100), 0.05, 1e-6);
  EXPECT_NEAR(ChiSquaredTail(123.225221, 99), 0.05, 1e-6);
  EXPECT_EQ(ChiSquaredTail(0, 5), 1);
  EXPECT_GE(ChiSquaredTail(1e6, 3000), 0);
  EXPECT_LT(ChiSquaredTail(1e6, 3000), 1e-300);
  EXPECT_NEAR(ChiSquaredTail(1, 3000), 1, 1e-12);
}

TEST(AssociationTest, AFourfoldTable) {
  // 10 20 / 30 40: n (ad − bc)² / (30·70·40·60) = 100·200² / 5040000.
  const auto result = AssociationOf({{10, 20}, {30, 40}});
  ASSERT_TRUE(result.has_value());
  EXPECT_NEAR(result->chi_squared, 4'000'000.0 / 5'040'000, 1e-12);
  EXPECT_EQ(result->degrees_of_freedom, 1);
  EXPECT_NEAR(result->p_value, 0.3729984, 1e-6);
  EXPECT_NEAR(result->cramers_v, 0.0890871, 1e-6);
  EXPECT_EQ(result->small_expected, 0);
}

TEST(AssociationTest, HairAndEyes) {
  // Snee (1974), 592 students: hair black, brown, red, blond by eyes brown, blue, hazel, green.
  const auto result =
      AssociationOf({{68, 20, 15, 5}, {119, 84, 54, 29}, {26, 17, 14, 14}, {7, 94, 10, 16}});
  EXPECT_NEAR(result->chi_squared, 138.2898, 1e-4);
  EXPECT_EQ(result->degrees_of_freedom, 9);
  EXPECT_NEAR(result->p_value / 2.3253e-25, 1, 1e-3) << "by Simpson's rule";
  EXPECT_NEAR(result->cramers_v, 0.2790446, 1e-6);
}

TEST(AssociationTest, IndependenceIsZeroAndIdentityOne) {
  const auto none = AssociationOf({{2, 4}, {3, 6}});
  EXPECT_EQ(none->chi_squared, 0);
  EXPECT_EQ(none->p_value, 1);
  EXPECT_EQ(none->small_expected, 75) << "2, 4, 3 of 15: below 5; 6 is not";
  const auto all = AssociationOf({{7, 0, 0}, {0, 8, 0}, {0, 0, 9}});
  EXPECT_NEAR(all->cramers_v, 1, 1e-12);
}

TEST(AssociationTest, WhatNobodyChoseIsLeftOut) {
  const auto whole = AssociationOf({{10, 20}, {30, 40}});
  const auto more = AssociationOf({{10, 0, 20}, {0, 0, 0}, {30, 0, 40}});
  EXPECT_EQ(more->degrees_of_freedom, 1);
  EXPECT_EQ(more->chi_squared, whole->chi_squared);
  EXPECT_FALSE(AssociationOf({{10, 20}, {0, 0}}).has_value());
  EXPECT_FALSE(AssociationOf({}).has_value());
}

}  // namespace
}  // namespace tarazy::surveys
