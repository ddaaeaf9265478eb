// Evidence that was taken from surveys: who took part, and figures that a report copies.
#include <gmock/gmock.h>

#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "rule:key | message" of what one rule found.
std::vector<std::string> Said(const TestReport& test, const std::string& rule) {
  std::vector<std::string> said;
  for (const std::string& found : All(test)) {
    if (found.rfind(rule + ":", 0) == 0) said.push_back(found);
  }
  return said;
}

// A programme of which 8 of 26 answered, and a framework that asks for two fifths.
TestReport SmallTurnout() {
  TestReport test;
  test.framework.mutable_procedure()->set_participation_gate(40);
  v1::Cluster& cluster = *test.record.add_clusters();
  cluster.set_id("1");
  cluster.set_reported(true);
  v1::ProgrammeReview& review = *cluster.add_programmes();
  review.set_code("6B04107");
  review.set_programme("programmes/ektu-6b04107");
  v1::SurveyEvidence& evidence = *test.record.add_survey_evidence();
  evidence.set_id("s");
  evidence.set_campaign("campaigns/ektu-students-2023");
  v1::SurveyParticipation& row = *evidence.add_participation();
  row.set_stratum("6b04107");
  row.set_programme("programmes/ektu-6b04107");
  row.set_frame(26);
  row.set_submitted(8);
  return test;
}

TEST(TakenEvidence, EightOfTwentySixIsBelowTheGate) {
  EXPECT_THAT(Said(SmallTurnout(), "participation_gate"),
              ElementsAre(HasSubstr("of 6B04107 8 of 26 = 30.8 % took part in "
                                    "campaigns/ektu-students-2023, less than 40 %")));
}

TEST(TakenEvidence, TheGateIsHeldByTheExactRatio) {
  TestReport test = SmallTurnout();
  v1::SurveyParticipation& row = *test.record.mutable_survey_evidence(0)->mutable_participation(0);
  row.set_frame(30);
  row.set_submitted(12);
  EXPECT_THAT(Found(test, "participation_gate"), IsEmpty());
  EXPECT_EQ(Compared(test, "participation_gate"), 1);
  row.set_submitted(11);
  EXPECT_THAT(Found(test, "participation_gate"), testing::SizeIs(1));
  // 33.333 % rounds to 33.3, and is below.
  test.framework.mutable_procedure()->set_participation_gate(33.334);
  row.set_submitted(10);
  EXPECT_THAT(Found(test, "participation_gate"), testing::SizeIs(1));
  test.framework.mutable_procedure()->set_participation_gate(0);
  EXPECT_EQ(Compared(test, "participation_gate"), 0);
}

TEST(TakenEvidence, WithoutAFrameNobodyCanTell) {
  TestReport test = SmallTurnout();
  test.record.mutable_survey_evidence(0)->mutable_participation(0)->clear_frame();
  EXPECT_THAT(Found(test, "participation_gate"), IsEmpty());
  EXPECT_THAT(Said(test, "participation_unknown"),
              ElementsAre(HasSubstr("8 of 6B04107 took part in campaigns/ektu-students-2023, but "
                                    "of how many is not known")));
}

TEST(TakenEvidence, ProgrammesThatNobodyReportsOnAreNotHeldToTheGate) {
  TestReport test = SmallTurnout();
  test.record.mutable_clusters(0)->set_reported(false);
  EXPECT_THAT(Found(test, "participation_gate"), IsEmpty());
  test.record.mutable_survey_evidence(0)->mutable_participation(0)->clear_frame();
  EXPECT_THAT(Found(test, "participation_unknown"), IsEmpty());
}

// A claim that copies a figure of question 6.
TestReport Citing(const char* printed) {
  TestReport test;
  v1::SurveyEvidence& evidence = *test.record.add_survey_evidence();
  evidence.set_id("s");
  v1::SurveyFigure& mean = *evidence.add_figures();
  mean.set_question("6");
  mean.set_statistic(v1::SURVEY_STATISTIC_MEAN);
  mean.set_value(41.0 / 12);  // 3.41666…
  v1::Claim& claim = *test.report().add_claims();
  claim.set_id("c");
  claim.set_printed(printed);
  claim.set_kind(v1::CLAIM_KIND_SAME);
  v1::AnswerReference& answer = *claim.add_parts()->mutable_answer();
  answer.set_survey("s");
  answer.set_item("6");
  answer.set_statistic(v1::SURVEY_STATISTIC_MEAN);
  return test;
}

TEST(TakenEvidence, ACopyIsHeldToItsOwnDecimals) {
  for (const char* right : {"3", "3.4", "3.42", "3.417"}) {
    EXPECT_THAT(All(Citing(right)), IsEmpty()) << right;
  }
  for (const char* wrong : {"4", "3.5", "3.41", "3.43", "34.2"}) {
    EXPECT_THAT(Said(Citing(wrong), "narrative_against_table"),
                ElementsAre(HasSubstr("elsewhere it is 3.417")))
        << wrong;
  }
}

TEST(TakenEvidence, WhatWasNotTakenIsAnUnknownReference) {
  TestReport test = Citing("3.42");
  v1::AnswerReference& answer =
      *test.report().mutable_claims(0)->mutable_parts(0)->mutable_answer();
  answer.set_statistic(v1::SURVEY_STATISTIC_NPS);
  EXPECT_THAT(Found(test, "unknown_reference"), testing::SizeIs(1));
  answer.set_statistic(v1::SURVEY_STATISTIC_MEAN);
  answer.set_item("7");
  EXPECT_THAT(Found(test, "unknown_reference"), testing::SizeIs(1));
  answer.set_item("6");
  answer.set_survey("other");
  EXPECT_THAT(Found(test, "unknown_reference"), testing::SizeIs(1));
  answer.set_survey("s");
  answer.clear_statistic();
  answer.add_options("very-good");
  EXPECT_THAT(Found(test, "unknown_reference"), testing::SizeIs(1));
}

TEST(TakenEvidence, WhatIsSuppressedIsKnownAndComparedWithNothing) {
  TestReport test = Citing("3.42");
  v1::SurveyFigure& mean = *test.record.mutable_survey_evidence(0)->mutable_figures(0);
  mean.clear_value();
  mean.set_reason("suppressed: it would tell of too few people");
  EXPECT_THAT(All(test), IsEmpty());
  EXPECT_EQ(Compared(test, "narrative_against_table"), 0);
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
