#include "services/surveys/domain/figures/one_figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "common/base/error.h"
#include "services/surveys/domain/figures/test_campaign.h"

namespace tarazy::surveys {
namespace {

using ::testing::HasSubstr;

struct Answered : TestAnswers {
  Answered() {
    Say("east-1", "opinion", 0, 20);
    Say("east-2", "opinion", 1, 10);
    Say("east-2", "opinion", 2, 10);
    Say("west", "opinion", 0, 8);
  }
};

v1::Figure Figure(const TestAnswers& answers, const WantedFigure& wanted, int threshold = 5) {
  const MaskedCounts counts = answers.Masked({threshold});
  const absl::StatusOr<v1::Figure> figure = MakeFigure(counts, wanted);
  EXPECT_TRUE(figure.ok()) << figure.status();
  return figure.value_or(v1::Figure());
}

std::string Refused(const WantedFigure& wanted) {
  const Answered answers;
  const MaskedCounts counts = answers.Masked({5});
  const absl::Status status = MakeFigure(counts, wanted).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const ErrorDetail detail = DetailOf(status);
  return detail.fields.empty() ? "" : detail.fields[0].field;
}

TEST(MakeFigureTest, AMeanWithItsError) {
  const v1::Figure figure =
      Figure(Answered(), {.question = "opinion", .statistic = v1::STATISTIC_MEAN});
  EXPECT_EQ(figure.base(), 48);
  EXPECT_DOUBLE_EQ(figure.value(), (28 * 3 + 10 * 2 + 10) / 48.0);
  // Σv = 114, Σv² = 302: (48·302 − 114²) / (48·47) = 1500/2256; 48 of 120.
  EXPECT_NEAR(figure.standard_error(), std::sqrt(1500.0 / 2256 / 48 * (1 - 48.0 / 120)), 1e-12);
  EXPECT_EQ(figure.reason(), "");
}

TEST(MakeFigureTest, OfAnInstitutionItsStrataAreAdded) {
  const v1::Figure figure = Figure(Answered(), {.question = "opinion",
                                                .statistic = v1::STATISTIC_SHARE,
                                                .choice = "good",
                                                .institution = "institutions/ektu"});
  EXPECT_EQ(figure.base(), 40);
  EXPECT_EQ(figure.value(), 50);
  // 20 ones and 20 zeros: s² = 40/39/4, of 40 of 100.
  EXPECT_NEAR(figure.standard_error(), 100 * std::sqrt(40.0 / 39 / 4 / 40 * 0.6), 1e-9);
  EXPECT_THAT(Figure(Answered(), {.question = "opinion",
                                  .statistic = v1::STATISTIC_MEAN,
                                  .institution = "institutions/kaznu"})
                  .reason(),
              HasSubstr("no stratum"));
}

TEST(MakeFigureTest, CountsTopsAndParticipation) {
  EXPECT_EQ(
      Figure(Answered(), {.question = "opinion", .statistic = v1::STATISTIC_COUNT, .choice = "bad"})
          .value(),
      10);
  EXPECT_EQ(Figure(Answered(), {.question = "opinion", .statistic = v1::STATISTIC_TOP1}).value(),
            58.3);
  EXPECT_EQ(Figure(Answered(), {.question = "opinion", .statistic = v1::STATISTIC_TOP2}).value(),
            79.2);
  const v1::Figure participation = Figure(
      Answered(), {.statistic = v1::STATISTIC_PARTICIPATION, .institution = "institutions/aqsu"});
  EXPECT_EQ(participation.value(), 40);  // 8 of 20
  EXPECT_EQ(participation.base(), 20);
}

TEST(MakeFigureTest, NetPromotersHaveAnError) {
  TestAnswers answers;
  answers.Say("west", "recommend", 10, 10);
  answers.Say("west", "recommend", 0, 10);
  const v1::Figure figure =
      Figure(answers, {.question = "recommend", .statistic = v1::STATISTIC_NPS});
  EXPECT_EQ(figure.value(), 0);
  // ±1 of 20 people of 120: s² = 20/19.
  EXPECT_NEAR(figure.standard_error(), 100 * std::sqrt(20.0 / 19 / 20 * (1 - 20.0 / 120)), 1e-9);
}

TEST(MakeFigureTest, ARatingIsOfTheObject) {
  TestAnswers answers;
  CodedBallot ballot = answers.Empty();
  answers.Set(ballot, "rated", 1);
  ballot.ratings = {{.question = *answers.form.Find("rated"), .object = 1, .option = 1}};
  answers.Add("west", ballot, 9);
  EXPECT_EQ(Figure(answers, {.question = "rated",
                             .statistic = v1::STATISTIC_RATING,
                             .institution = "institutions/aqsu"})
                .value(),
            2);
  EXPECT_THAT(Figure(answers, {.question = "rated",
                               .statistic = v1::STATISTIC_RATING,
                               .institution = "institutions/ektu"})
                  .reason(),
              HasSubstr("nobody rated"));
}

TEST(MakeFigureTest, WhatIsSuppressedHasAReason) {
  TestAnswers answers;
  answers.Say("west", "opinion", 0, 8);
  answers.Say("west", "opinion", 1, 2);
  answers.Say("west", "opinion", 2, 7);
  const v1::Figure mean = Figure(answers, {.question = "opinion", .statistic = v1::STATISTIC_MEAN});
  EXPECT_FALSE(mean.has_value());
  EXPECT_THAT(mean.reason(), HasSubstr("suppressed"));
  const v1::Figure share =
      Figure(answers, {.question = "opinion", .statistic = v1::STATISTIC_SHARE, .choice = "fair"});
  EXPECT_FALSE(share.has_value());
  EXPECT_THAT(share.reason(), HasSubstr("suppressed"));
  EXPECT_THAT(Figure(answers, {.question = "degrees", .statistic = v1::STATISTIC_MEAN}, 0).reason(),
              HasSubstr("no values"));
}

TEST(MakeFigureTest, BadRequestsNameTheField) {
  EXPECT_EQ(Refused({.question = "opinion"}), "statistic");
  EXPECT_EQ(Refused({.question = "nothing", .statistic = v1::STATISTIC_MEAN}), "question");
  EXPECT_EQ(Refused({.question = "opinion", .statistic = v1::STATISTIC_SHARE}), "choice");
  EXPECT_EQ(
      Refused({.question = "opinion", .statistic = v1::STATISTIC_SHARE, .choice = "excellent"}),
      "choice");
  EXPECT_EQ(Refused({.question = "opinion", .statistic = v1::STATISTIC_MEAN, .choice = "good"}),
            "choice");
  EXPECT_EQ(Refused({.question = "opinion", .statistic = v1::STATISTIC_PARTICIPATION}), "question");
  EXPECT_EQ(Refused({.question = "rated", .statistic = v1::STATISTIC_MEAN}), "statistic");
  EXPECT_EQ(Refused({.question = "rated", .statistic = v1::STATISTIC_RATING}), "institution");
}

}  // namespace
}  // namespace tarazy::surveys
