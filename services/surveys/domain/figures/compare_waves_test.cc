#include "services/surveys/domain/figures/compare_waves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/surveys/domain/figures/make_results.h"
#include "services/surveys/domain/figures/test_campaign.h"

namespace tarazy::surveys {
namespace {

using ::testing::HasSubstr;

v1::Results ResultsOf(const TestAnswers& answers) { return MakeResults(answers.Masked({5}), {}); }

TEST(CompareWavesTest, TheSameMeasureOnTheSamePoints) {
  TestAnswers before;
  before.Say("west", "opinion", 0, 8);
  before.Say("west", "opinion", 2, 8);
  TestAnswers after;
  after.campaign.set_name("campaigns/spring");
  after.Say("east-1", "opinion", 0, 30);
  after.Say("east-1", "opinion", 1, 10);
  const v1::Results first = ResultsOf(before);
  const v1::Results second = ResultsOf(after);
  const v1::WaveComparison comparison = CompareWaves({before.form, first}, {after.form, second});
  EXPECT_EQ(comparison.before(), "campaigns/autumn");
  EXPECT_EQ(comparison.after(), "campaigns/spring");
  ASSERT_EQ(comparison.changes_size(), 1);
  const v1::MeasureChange& change = comparison.changes(0);
  EXPECT_EQ(change.measure(), "opinion");
  EXPECT_DOUBLE_EQ(change.before(), 2);
  EXPECT_DOUBLE_EQ(change.after(), 2.75);
  EXPECT_DOUBLE_EQ(change.difference(), 0.75);
  const double a = first.strata(0).questions(1).standard_error();
  const double b = second.strata(0).questions(1).standard_error();
  EXPECT_NEAR(change.standard_error(), std::sqrt(a * a + b * b), 1e-12);
  EXPECT_TRUE(change.significant());
}

TEST(CompareWavesTest, WhatCannotBeComparedHasAReason) {
  TestAnswers before;
  before.Say("west", "opinion", 0, 8);
  before.Say("west", "opinion", 2, 2);
  before.Say("west", "opinion", 1, 8);
  TestAnswers after;
  after.Say("west", "opinion", 0, 8);
  const v1::Results first = ResultsOf(before);
  const v1::Results second = ResultsOf(after);
  const v1::WaveComparison hidden = CompareWaves({before.form, first}, {after.form, second});
  ASSERT_EQ(hidden.not_compared_size(), 1);
  EXPECT_THAT(hidden.not_compared(0).reason(), HasSubstr("suppressed"));

  v1::Questionnaire other = TestQuestionnaire();
  other.mutable_scales(0)->mutable_points(1)->set_code("so-so");
  const Form other_form(other);
  const v1::WaveComparison scale = CompareWaves({other_form, second}, {after.form, second});
  ASSERT_EQ(scale.not_compared_size(), 1);
  EXPECT_THAT(scale.not_compared(0).reason(), HasSubstr("points"));

  v1::Questionnaire twice = TestQuestionnaire();
  twice.mutable_pages(0)->mutable_items(4)->mutable_rows(0)->set_measures("opinion");
  const Form twice_form(twice);
  const v1::WaveComparison two = CompareWaves({twice_form, second}, {after.form, second});
  ASSERT_EQ(two.not_compared_size(), 1);
  EXPECT_THAT(two.not_compared(0).reason(), HasSubstr("2 questions"));

  v1::Questionnaire none = TestQuestionnaire();
  none.mutable_pages(0)->mutable_items(1)->clear_measures();
  const Form none_form(none);
  const v1::WaveComparison nothing = CompareWaves({none_form, second}, {after.form, second});
  EXPECT_EQ(nothing.changes_size() + nothing.not_compared_size(), 0);
}

}  // namespace
}  // namespace tarazy::surveys
