#include "services/accreditation/domain/procedure/participation.h"

#include <gtest/gtest.h>

namespace tarazy::accreditation {
namespace {

struct Students {
  const char* code;
  int contingent;
  int answered;  // -1: the survey does not list the programme
  bool reported;
};

v1::Case Surveyed(const std::vector<Students>& programmes) {
  v1::Case record;
  v1::PrintedSurvey& survey = *record.mutable_report()->add_surveys();
  survey.set_id("students");
  survey.set_audience(v1::AUDIENCE_STUDENTS);
  for (const Students& given : programmes) {
    v1::Cluster& cluster = *record.add_clusters();
    cluster.set_reported(given.reported);
    v1::ProgrammeReview& review = *cluster.add_programmes();
    review.set_code(given.code);
    review.set_contingent(given.contingent);
    if (given.answered < 0) continue;
    v1::ProgrammeAnswers& answers = *survey.add_programmes();
    answers.set_programme(given.code);
    answers.set_count(given.answered);
  }
  return record;
}

v1::Framework Gated(double percent) {
  v1::Framework framework;
  framework.mutable_procedure()->set_participation_gate(percent);
  return framework;
}

TEST(Participation, EightOfTwentySixDoNotReachFortyPercent) {
  const auto all =
      ParticipationOf(Surveyed({{"6B04107", 26, 8, true}, {"7M04107", 4, 2, true}}), Gated(40));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].programme, "6B04107");
  EXPECT_NEAR(all[0].percent, 30.8, 0.05);
  EXPECT_EQ(all[0].gate, Gate::kMissed);
  EXPECT_DOUBLE_EQ(all[1].percent, 50);
  EXPECT_EQ(all[1].gate, Gate::kReached);
}

TEST(Participation, ExactlyTheGateIsEnough) {
  for (const int tens : {1, 3, 7, 13}) {
    const auto all = ParticipationOf(Surveyed({{"6B04107", 10 * tens, 4 * tens, true}}), Gated(40));
    EXPECT_EQ(all.at(0).gate, Gate::kReached) << tens;
    const auto less =
        ParticipationOf(Surveyed({{"6B04107", 10 * tens, 4 * tens - 1, true}}), Gated(40));
    EXPECT_EQ(less.at(0).gate, Gate::kMissed) << tens;
  }
}

TEST(Participation, WhatIsNotKnownIsNeitherReachedNorMissed) {
  const auto all = ParticipationOf(
      Surveyed({{"6B04107", 0, 8, true}, {"7M04107", 4, -1, true}, {"8D05401", 9, -1, false}}),
      Gated(40));
  ASSERT_EQ(all.size(), 2u);  // nothing was asked about the third
  EXPECT_EQ(all[0].gate, Gate::kUnknown);
  EXPECT_EQ(all[1].gate, Gate::kUnknown);
}

TEST(Participation, OnlySurveysOfStudentsAreMeasuredByTheContingent) {
  v1::Case record = Surveyed({{"6B04107", 26, 8, true}});
  record.mutable_report()->mutable_surveys(0)->set_audience(v1::AUDIENCE_TEACHERS);
  EXPECT_TRUE(ParticipationOf(record, Gated(40)).empty());
  record = Surveyed({{"6B04107", 26, -1, true}});
  EXPECT_TRUE(ParticipationOf(record, Gated(40)).empty());  // it lists no programme at all
  EXPECT_TRUE(ParticipationOf(Surveyed({{"6B04107", 26, 8, true}}), Gated(0)).empty());
}

}  // namespace
}  // namespace tarazy::accreditation
