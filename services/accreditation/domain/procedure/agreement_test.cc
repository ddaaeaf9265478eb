#include "services/accreditation/domain/procedure/agreement.h"

#include <gtest/gtest.h>

namespace tarazy::accreditation {
namespace {

using Units = std::vector<std::vector<double>>;

// The four observers of Krippendorff (2011), section C: twelve units with missing data. The paper
// gives 0.815 for ordinal data (0.743 nominal, 0.849 interval, 0.797 ratio).
const Units kPublished = {{1, 1, 1},    {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3},
                          {2, 2, 2, 2}, {1, 2, 3, 4}, {4, 4, 4, 4}, {1, 1, 2, 1},
                          {2, 2, 2, 2}, {5, 5, 5},    {1, 1},       {3}};

TEST(OrdinalAlpha, GivesThePublishedFigure) {
  const auto alpha = OrdinalAlpha(kPublished);
  ASSERT_TRUE(alpha.has_value());
  EXPECT_NEAR(*alpha, 0.815, 0.0005);
}

TEST(OrdinalAlpha, AsksOnlyForTheOrderOfValues) {
  Units stretched = kPublished;
  for (auto& unit : stretched) {
    for (double& value : unit) value = value * value * value;
  }
  EXPECT_DOUBLE_EQ(*OrdinalAlpha(stretched), *OrdinalAlpha(kPublished));
}

// Two observers, values 1 1 / 1 2 / 2 2: mid-ranks 1.5 and 4.5, so every difference is 9.
// Observed: 2 x 9 of 6 values; expected: 2 x 3 x 3 x 9 of 6 x 5 pairs; 1 - 3 / 5.4 = 4/9.
TEST(OrdinalAlpha, CanBeReckonedByHand) {
  EXPECT_NEAR(*OrdinalAlpha({{1, 1}, {1, 2}, {2, 2}}), 4.0 / 9, 1e-12);
}

TEST(OrdinalAlpha, IsOneWhereAllAgreeAndNegativeWhereNobodyDoes) {
  EXPECT_DOUBLE_EQ(*OrdinalAlpha({{1, 1}, {2, 2}, {3, 3}}), 1);
  EXPECT_LT(*OrdinalAlpha({{1, 2}, {2, 1}}), 0);
}

TEST(OrdinalAlpha, IsAbsentWhereNothingCanBeSaid) {
  EXPECT_EQ(OrdinalAlpha({}), std::nullopt);
  EXPECT_EQ(OrdinalAlpha({{1}, {2}, {3}}), std::nullopt);
  EXPECT_EQ(OrdinalAlpha({{2, 2}, {2, 2}}), std::nullopt);
  EXPECT_EQ(OrdinalAlpha({{2, 2}, {1}}), std::nullopt);
}

v1::Framework TwoCriteria() {
  v1::Framework framework;
  int rank = 0;
  for (const char* id : {"strong", "satisfactory", "improvement"}) {
    v1::ScaleMark& mark = *framework.add_scale();
    mark.set_id(id);
    mark.set_rank(rank++);
  }
  framework.add_scale()->set_id("not-applicable");
  v1::Standard& standard = *framework.add_standards();
  standard.set_code("1");
  standard.add_criteria()->set_code("1.1");
  standard.add_criteria()->set_code("1.2");
  return framework;
}

void Mark(v1::Case& record, const char* criterion, const char* programme, const char* expert,
          const char* mark) {
  v1::Evaluation& evaluation = *record.add_evaluations();
  evaluation.set_criterion(criterion);
  evaluation.set_programme(programme);
  evaluation.set_expert(expert);
  evaluation.set_mark(mark);
}

v1::Case ThreeMembers() {
  v1::Case record;
  v1::Cluster& cluster = *record.add_clusters();
  cluster.set_reported(true);
  cluster.add_programmes()->set_code("6B04107");
  cluster.add_programmes()->set_code("7M04107");
  for (const char* id : {"chair", "expert", "student"}) record.add_commission()->set_id(id);
  return record;
}

TEST(Agreement, CountsWhatTwoOrMoreRated) {
  v1::Case record = ThreeMembers();
  Mark(record, "1.1", "", "chair", "satisfactory");
  Mark(record, "1.1", "", "expert", "satisfactory");
  Mark(record, "1.1", "7M04107", "expert", "improvement");
  Mark(record, "1.2", "6B04107", "chair", "satisfactory");
  Mark(record, "1.2", "6B04107", "expert", "not-applicable");
  const auto agreement = AgreementOf(record, TwoCriteria());
  ASSERT_TRUE(agreement.has_value());
  EXPECT_EQ(agreement->experts(), 2);
  EXPECT_EQ(agreement->things(), 2);  // 1.1 for both programmes; 1.2 was rated by one
  EXPECT_EQ(agreement->unanimous(), 1);
  EXPECT_TRUE(agreement->has_alpha());
}

TEST(Agreement, ShowsWhereTheConsensusLeavesTheMost) {
  v1::Case record = ThreeMembers();
  for (const char* expert : {"chair", "expert"}) Mark(record, "1.1", "", expert, "satisfactory");
  Mark(record, "1.1", "", "student", "improvement");
  Mark(record, "1.1", "6B04107", "", "improvement");
  Mark(record, "1.1", "7M04107", "", "satisfactory");
  Mark(record, "1.2", "", "chair", "strong");
  Mark(record, "1.2", "", "student", "improvement");
  Mark(record, "1.2", "", "", "improvement");  // as many gave it as the other
  const auto agreement = AgreementOf(record, TwoCriteria());
  ASSERT_TRUE(agreement.has_value());
  EXPECT_EQ(agreement->things(), 4);
  EXPECT_EQ(agreement->unanimous(), 0);
  EXPECT_EQ(agreement->consensus_differs(), 1);
}

TEST(Agreement, OfOneExpertThereIsNone) {
  v1::Case record = ThreeMembers();
  Mark(record, "1.1", "", "chair", "satisfactory");
  Mark(record, "1.1", "", "expert", "not-applicable");
  EXPECT_EQ(AgreementOf(record, TwoCriteria()), std::nullopt);
}

TEST(Agreement, HasNoAlphaWhereNothingVaries) {
  v1::Case record = ThreeMembers();
  for (const char* expert : {"chair", "expert"}) Mark(record, "1.1", "", expert, "satisfactory");
  const auto agreement = AgreementOf(record, TwoCriteria());
  ASSERT_TRUE(agreement.has_value());
  EXPECT_FALSE(agreement->has_alpha());
  EXPECT_EQ(agreement->unanimous(), 2);
}

}  // namespace
}  // namespace tarazy::accreditation
