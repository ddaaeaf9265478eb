// What accreditation takes from surveys, asked of a server of canned answers.
#include "services/accreditation/rpc/survey_client.h"

#include <gmock/gmock.h>

#include "common/base/error.h"
#include "tests/testing/fake_surveys.h"

namespace tarazy::accreditation {
namespace {

using ::testing::HasSubstr;

constexpr char kCase[] = "cases/ektu-2023";
constexpr char kCampaign[] = "campaigns/ektu-students-2023";

v1::WantedFigure Wanted(const char* question, const char* choice = "",
                        v1::SurveyStatistic statistic = v1::SURVEY_STATISTIC_UNSPECIFIED) {
  v1::WantedFigure wanted;
  wanted.set_question(question);
  wanted.set_choice(choice);
  wanted.set_statistic(statistic);
  return wanted;
}

class SurveyClientTest : public ::testing::Test {
 protected:
  SurveyClientTest() {
    call_.deadline = absl::Now() + absl::Seconds(30);
    surveys::v1::Campaign& campaign = surveys_.campaign;
    campaign.set_name(kCampaign);
    campaign.mutable_title()->set_en("Students");
    campaign.set_participation_gate(40);
    campaign.set_case_name(kCase);
    surveys::v1::Stratum& stratum = *campaign.add_strata();
    stratum.set_id("6b04107");
    stratum.set_programme("programmes/ektu-6b04107");
    surveys_.participation.set_frozen(true);
    Add("all", 57, 120);
    surveys::v1::Participation& row = Add("6b04107", 8, 26);
    row.set_percent(30.77);
    row.set_gate_met(false);
    surveys::v1::Figure& share = surveys_.figures["/6/very-good/STATISTIC_SHARE"];
    share.set_value(46.3);
    share.set_base(54);
    surveys_.figures["/6/very-good/STATISTIC_COUNT"].set_value(25);
  }

  surveys::v1::Participation& Add(const char* stratum, int submitted, int frame) {
    surveys::v1::Participation& row = *surveys_.participation.add_strata();
    row.set_stratum(stratum);
    row.set_submitted(submitted);
    row.set_frame(frame);
    return row;
  }

  absl::StatusOr<v1::SurveyEvidence> Ask(const std::vector<v1::WantedFigure>& figures = {},
                                         const std::string& campaign = kCampaign,
                                         const std::string& case_name = kCase) {
    rpc::ChannelProvider channels({{"surveys", surveys_.address()}});
    return AskSurvey(channels, call_, case_name, campaign, figures);
  }

  testing::FakeSurveys surveys_;
  rpc::Call call_;
};

TEST_F(SurveyClientTest, ParticipationComesWithItsProgrammes) {
  const absl::StatusOr<v1::SurveyEvidence> evidence = Ask();
  ASSERT_TRUE(evidence.ok()) << evidence.status();
  EXPECT_TRUE(evidence->frozen());
  EXPECT_EQ(evidence->gate(), 40);
  EXPECT_EQ(evidence->title().en(), "Students");
  ASSERT_EQ(evidence->participation_size(), 2);
  const v1::SurveyParticipation& row = evidence->participation(1);
  EXPECT_EQ(row.programme(), "programmes/ektu-6b04107");
  EXPECT_EQ(row.submitted(), 8);
  EXPECT_EQ(row.frame(), 26);
  EXPECT_EQ(row.percent(), 30.77);
  EXPECT_TRUE(row.has_gate_met());
  EXPECT_FALSE(row.gate_met());
  EXPECT_EQ(evidence->revision(), 0);
}

TEST_F(SurveyClientTest, AShareComesWithItsCountAndAFigureThatIsNotToldWithTheReason) {
  const absl::StatusOr<v1::SurveyEvidence> evidence = Ask({Wanted("6", "very-good"), Wanted("7")});
  ASSERT_TRUE(evidence.ok()) << evidence.status();
  EXPECT_EQ(evidence->revision(), 3);
  EXPECT_EQ(evidence->policy(), std::string(64, 'a'));
  ASSERT_EQ(evidence->figures_size(), 2);
  EXPECT_EQ(evidence->figures(0).statistic(), v1::SURVEY_STATISTIC_SHARE);
  EXPECT_EQ(evidence->figures(0).value(), 46.3);
  EXPECT_EQ(evidence->figures(0).base(), 54);
  EXPECT_EQ(evidence->figures(0).count(), 25);
  EXPECT_EQ(evidence->figures(1).statistic(), v1::SURVEY_STATISTIC_MEAN);
  EXPECT_FALSE(evidence->figures(1).has_value());
  EXPECT_EQ(evidence->figures(1).reason(), "nobody answered");
  for (const auto& asked : surveys_.asked) EXPECT_TRUE(asked.as_public());
}

TEST_F(SurveyClientTest, WhatIsNotClosedIsNoEvidence) {
  surveys_.participation.set_frozen(false);
  EXPECT_EQ(DetailOf(Ask().status()).reason, Reason::kResultsNotYet);
  surveys_.participation.set_frozen(true);
  surveys_.frozen = false;
  EXPECT_EQ(DetailOf(Ask({Wanted("6")}).status()).reason, Reason::kResultsNotYet);
}

TEST_F(SurveyClientTest, ACampaignOfAnotherCaseIsRefused) {
  const absl::Status status = Ask({}, kCampaign, "cases/other").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(status).fields[0].description,
            "campaigns/ektu-students-2023 belongs to "
            "cases/ektu-2023");
  surveys_.campaign.clear_case_name();
  EXPECT_TRUE(Ask({}, kCampaign, "cases/other").ok());
}

TEST_F(SurveyClientTest, UnknownCampaignsAndServicesAreTold) {
  EXPECT_EQ(Ask({}, "campaigns/other").status().code(), absl::StatusCode::kNotFound);
  rpc::ChannelProvider nobody({});
  const absl::Status status = AskSurvey(nobody, call_, kCase, kCampaign, {}).status();
  EXPECT_EQ(DetailOf(status).reason, Reason::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("--peer surveys=HOST:PORT"));
}

}  // namespace
}  // namespace tarazy::accreditation
