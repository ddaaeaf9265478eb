#include "services/surveys/domain/figures/data_quality.h"

#include <gtest/gtest.h>

#include "services/surveys/domain/figures/test_campaign.h"

namespace tarazy::surveys {
namespace {

constexpr const char* kRows[] = {"m1", "m2", "m3", "m4", "m5"};

v1::DataQuality QualityOf(const TestAnswers& answers, int threshold) {
  QualityCounter counter(answers.form);
  for (const auto& [stratum, ballot] : answers.ballots) {
    counter.Count(ballot, Pack(answers.form, ballot));
  }
  return counter.Take(answers.campaign, threshold);
}

TEST(CronbachAlphaTest, AWorkedExample) {
  // Five people, three questions: (1,2,3), (2,2,4), (3,4,4), (4,4,5), (5,5,4).
  // Variances 2.5, 1.8, 0.5 (sum 4.8), of the sums 6, 8, 11, 13, 14 (mean 10.4) 11.3:
  // 3/2 · (1 − 4.8/11.3) = 0.862832.
  const int values[5][3] = {{1, 2, 3}, {2, 2, 4}, {3, 4, 4}, {4, 4, 5}, {5, 5, 4}};
  std::vector<Sums> questions(3);
  Sums sum;
  for (const auto& person : values) {
    for (int i = 0; i < 3; ++i) questions[i].Add(person[i]);
    sum.Add(person[0] + person[1] + person[2]);
  }
  EXPECT_NEAR(*CronbachAlpha(questions, sum), 0.862832, 1e-6);
}

TEST(CronbachAlphaTest, TheSameAnswerTwiceIsFullyReliable) {
  std::vector<Sums> questions(2);
  Sums sum;
  for (const int value : {1, 2, 5}) {
    questions[0].Add(value);
    questions[1].Add(value);
    sum.Add(2 * value);
  }
  EXPECT_DOUBLE_EQ(*CronbachAlpha(questions, sum), 1);
}

TEST(CronbachAlphaTest, WithoutDifferencesThereIsNone) {
  Sums same;
  same.Add(3, 5);
  EXPECT_FALSE(CronbachAlpha({same, same}, same).has_value());
  EXPECT_FALSE(CronbachAlpha({same}, same).has_value());
}

TEST(QualityCounterTest, StraightLinesAndReliabilityAreOfThoseWhoAnsweredAllRows) {
  TestAnswers answers;
  CodedBallot straight = answers.Empty();
  for (const char* row : kRows) answers.Set(straight, row, 0);
  answers.Add("west", straight, 6);
  CodedBallot varied = straight;
  answers.Set(varied, "m3", 1);
  answers.Add("west", varied, 10);
  CodedBallot partly = answers.Empty();
  answers.Set(partly, "m1", 0);
  answers.Add("west", partly, 8);
  const v1::DataQuality quality = QualityOf(answers, 5);
  EXPECT_EQ(quality.ballots(), 24);
  ASSERT_EQ(quality.straight_lining_size(), 1);
  EXPECT_EQ(quality.straight_lining(0).item(), "matrix");
  EXPECT_EQ(quality.straight_lining(0).base(), 16);
  EXPECT_EQ(quality.straight_lining(0).percent(), 37.5);
  ASSERT_EQ(quality.reliability_size(), 1);
  EXPECT_EQ(quality.reliability(0).questions(), 5);
  EXPECT_EQ(quality.reliability(0).base(), 16);
  // Only one question varies: the variance of the sum is that of the parts.
  EXPECT_DOUBLE_EQ(quality.reliability(0).alpha(), 0);
  // Eleven questions without the text, of 24 people: 264; answered 6·5 + 10·5 + 8·1 = 88.
  EXPECT_EQ(quality.nonresponse(), 66.7);
}

TEST(QualityCounterTest, AShareThatTellsOfFewIsLeftOut) {
  TestAnswers answers;
  CodedBallot straight = answers.Empty();
  for (const char* row : kRows) answers.Set(straight, row, 0);
  answers.Add("west", straight, 2);
  CodedBallot varied = straight;
  answers.Set(varied, "m3", 1);
  answers.Add("west", varied, 10);
  const v1::DataQuality quality = QualityOf(answers, 5);
  EXPECT_EQ(quality.straight_lining(0).base(), 12);
  EXPECT_FALSE(quality.straight_lining(0).has_percent());
  EXPECT_TRUE(QualityOf(answers, 0).straight_lining(0).has_percent());
  EXPECT_FALSE(QualityOf(answers, 20).reliability(0).has_alpha());
  EXPECT_EQ(QualityOf(answers, 20).ballots(), 0);
}

TEST(QualityCounterTest, TwinsAreBallotsWithTheSameManyAnswers) {
  TestAnswers answers;
  CodedBallot full = answers.Empty();
  for (size_t i = 0; i < full.answers.size(); ++i) full.answers[i] = {AnswerState::kAnswered, 1};
  full.ratings = {{.question = *answers.form.Find("rated")}};
  full.answers[*answers.form.Find("remarks")] = {AnswerState::kMissing, 0};
  answers.Add("west", full, 5);
  for (int64_t years = 0; years < 15; ++years) {
    CodedBallot other = full;
    answers.Set(other, "years", 100 + years);
    answers.Add("west", other);
  }
  CodedBallot few = answers.Empty();
  answers.Set(few, "m1", 0);
  answers.Add("west", few, 30);
  EXPECT_EQ(QualityOf(answers, 5).identical(), 25) << "5 of 20; 30 with one answer are none";
}

}  // namespace
}  // namespace tarazy::surveys
