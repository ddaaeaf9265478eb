// Figures of surveys for rankings, asked of a server of canned answers.
#include "services/rankings/rpc/survey_client.h"

#include <gmock/gmock.h>

#include "common/base/error.h"
#include "tests/testing/fake_surveys.h"

namespace tarazy::rankings {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Property;

v1::PullValuesRequest Request() {
  v1::PullValuesRequest request;
  request.set_campaign("campaigns/students");
  request.set_question("6");
  return request;
}

class SurveyClientTest : public ::testing::Test {
 protected:
  SurveyClientTest() {
    call_.deadline = absl::Now() + absl::Seconds(30);
    surveys_.campaign.set_name("campaigns/students");
    surveys::v1::Figure& mean = surveys_.figures["institutions/ektu/6//STATISTIC_MEAN"];
    mean.set_value(3.25);
    mean.set_base(54);
    mean.set_standard_error(0.125);
  }

  absl::StatusOr<Figure> Ask(const std::string& institution,
                             const v1::PullValuesRequest& request = Request()) {
    const auto question = ParseSurveyQuestion(request);
    if (!question.ok()) return question.status();
    rpc::ChannelProvider channels({{"surveys", surveys_.address()}});
    return SurveyFigures(channels, call_, *question).FigureOf(institution);
  }

  testing::FakeSurveys surveys_;
  rpc::Call call_;
};

TEST_F(SurveyClientTest, AFigureHasBaseUncertaintyAndWhatToCite) {
  const absl::StatusOr<Figure> figure = Ask("ektu");
  ASSERT_TRUE(figure.ok()) << figure.status();
  EXPECT_EQ(figure->value, 3.25);
  EXPECT_EQ(figure->base, 54);
  EXPECT_EQ(figure->standard_error, 0.125);
  EXPECT_EQ(figure->evidence, absl::StrCat("survey campaigns/students, question 6, mean, policy ",
                                           std::string(64, 'a'), ", revision 3, frozen"));
  // A ranking is published.
  EXPECT_THAT(surveys_.asked, Each(Property(&surveys::v1::GetFigureRequest::as_public, true)));
}

TEST_F(SurveyClientTest, WithoutAFigureThereIsTheReason) {
  const absl::StatusOr<Figure> figure = Ask("kaznu");
  ASSERT_TRUE(figure.ok()) << figure.status();
  EXPECT_FALSE(figure->value.has_value());
  EXPECT_EQ(figure->reason, "nobody answered");
}

TEST_F(SurveyClientTest, EveryStatisticIsAskedAsItself) {
  for (int i = 1; i < v1::SurveyStatistic_ARRAYSIZE; ++i) {
    v1::PullValuesRequest request = Request();
    request.set_statistic(static_cast<v1::SurveyStatistic>(i));
    if (i == v1::SURVEY_STATISTIC_SHARE) request.set_choice("very-good");
    if (i == v1::SURVEY_STATISTIC_PARTICIPATION) request.clear_question();
    ASSERT_TRUE(Ask("ektu", request).ok());
    EXPECT_EQ(surveys::v1::Statistic_Name(surveys_.asked.back().statistic()),
              v1::SurveyStatistic_Name(request.statistic()).substr(7));
  }
}

TEST_F(SurveyClientTest, OnlyFrozenFiguresAreRanked) {
  surveys_.frozen = false;
  const absl::Status status = Ask("ektu").status();
  EXPECT_EQ(DetailOf(status).reason, Reason::kResultsNotYet);
  EXPECT_THAT(status.message(), HasSubstr("campaigns/students is not closed"));
}

TEST_F(SurveyClientTest, AnUnknownCampaignIsAnError) {
  v1::PullValuesRequest request = Request();
  request.set_campaign("campaigns/other");
  EXPECT_EQ(Ask("ektu", request).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(SurveyClientTest, WithoutASurveysServiceItIsSaidHowToReachOne) {
  rpc::ChannelProvider nobody({});
  const absl::Status status =
      SurveyFigures(nobody, call_, *ParseSurveyQuestion(Request())).FigureOf("ektu").status();
  EXPECT_EQ(DetailOf(status).reason, Reason::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("--peer surveys=HOST:PORT"));
}

TEST_F(SurveyClientTest, QuestionsThatMeanNothingAreRefused) {
  const auto refused = [](auto change) {
    v1::PullValuesRequest request = Request();
    change(request);
    const absl::Status status = ParseSurveyQuestion(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return DetailOf(status).fields.empty() ? "" : DetailOf(status).fields[0].field;
  };
  EXPECT_EQ(refused([](auto& r) { r.clear_campaign(); }), "campaign");
  EXPECT_EQ(refused([](auto& r) { r.set_campaign("students"); }), "campaign");
  EXPECT_EQ(refused([](auto& r) { r.clear_question(); }), "question");
  EXPECT_EQ(refused([](auto& r) { r.set_choice("a"); }), "choice");
  EXPECT_EQ(refused([](auto& r) { r.set_statistic(v1::SURVEY_STATISTIC_SHARE); }), "choice");
  EXPECT_EQ(refused([](auto& r) { r.set_statistic(v1::SURVEY_STATISTIC_PARTICIPATION); }),
            "question");
  EXPECT_EQ(refused([](auto& r) { r.set_statistic(static_cast<v1::SurveyStatistic>(99)); }),
            "statistic");
}

}  // namespace
}  // namespace tarazy::rankings
