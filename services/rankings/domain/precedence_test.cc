#include "services/rankings/domain/precedence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tarazy::rankings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Variable Ordered(double tolerance = 0) {
  Variable variable{.name = "students"};
  variable.sources = {"ministry", "institution"};
  variable.tolerance = tolerance;
  return variable;
}

TEST(PrecedenceTest, WithoutDeclaredSourcesTheNewestCounts) {
  const std::vector<Statement> statements = {{"agency", 4, 10.0}, {"institution", 7, 12.0}};
  EXPECT_EQ(Preferred(Variable{}, statements), 1u);
  EXPECT_THAT(Discrepant(Variable{}, statements, 1), IsEmpty());
  EXPECT_EQ(Preferred(Variable{}, {{"agency", 4, 10.0}, {"institution", 7, std::nullopt}}), 1u);
}

TEST(PrecedenceTest, DeclaredSourcesCountInTheirOrder) {
  const std::vector<Statement> statements = {{"institution", 9, 12.0}, {"ministry", 3, 10.0}};
  EXPECT_EQ(Preferred(Ordered(), statements), 1u);
}

TEST(PrecedenceTest, TheAgencyComesFirstUnlessDeclaredElsewhere) {
  const std::vector<Statement> statements = {{"agency", 1, 9.0}, {"ministry", 3, 10.0}};
  EXPECT_EQ(Preferred(Ordered(), statements), 0u);
  Variable last = Ordered();
  last.sources.emplace_back("agency");
  EXPECT_EQ(Preferred(last, statements), 1u);
}

TEST(PrecedenceTest, UndeclaredSourcesComeLastNewestFirst) {
  EXPECT_EQ(Preferred(Ordered(), {{"scopus", 5, 1.0}, {"web", 6, 2.0}, {"institution", 1, 3.0}}),
            2u);
  EXPECT_EQ(Preferred(Ordered(), {{"scopus", 5, 1.0}, {"web", 6, 2.0}}), 1u);
}

TEST(PrecedenceTest, ASourceThatStatesNothingGivesWay) {
  EXPECT_EQ(Preferred(Ordered(), {{"ministry", 5, std::nullopt}, {"institution", 1, 3.0}}), 1u);
}

TEST(PrecedenceTest, ToleranceIsRelativeToTheLargerValue) {
  const std::vector<Statement> statements = {{"ministry", 1, 100.0}, {"institution", 2, 98.0}};
  EXPECT_THAT(Discrepant(Ordered(0.02), statements, 0), IsEmpty());  // 2 is 2 % of 100
  EXPECT_THAT(Discrepant(Ordered(0.019), statements, 0), ElementsAre(1));
  EXPECT_THAT(Discrepant(Ordered(), statements, 0), ElementsAre(1));
}

TEST(PrecedenceTest, MovesAreRelativeToTheCycleBefore) {
  Variable variable;
  EXPECT_FALSE(MovedBeyond(variable, 1, 1000));
  variable.max_change = 0.5;
  EXPECT_FALSE(MovedBeyond(variable, 100, 150));
  EXPECT_TRUE(MovedBeyond(variable, 100, 151));
  EXPECT_TRUE(MovedBeyond(variable, 100, 49));
  EXPECT_TRUE(MovedBeyond(variable, 0, 1));
  EXPECT_FALSE(MovedBeyond(variable, 0, 0));
  EXPECT_TRUE(MovedBeyond(variable, -100, 51));
}

}  // namespace
}  // namespace tarazy::rankings
