#include "services/surveys/domain/campaign/check_campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tarazy::surveys {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromCivil(absl::CivilDay(2026, 4, 1), absl::UTCTimeZone());

v1::Campaign Good() {
  v1::Campaign campaign;
  campaign.set_id("students-2026");
  campaign.set_questionnaire("questionnaires/iaar-students-2023/versions/0");
  campaign.set_kind(v1::CAMPAIGN_KIND_TICKETS);
  v1::Stratum& stratum = *campaign.add_strata();
  stratum.set_id("6b04107");
  stratum.set_frame(26);
  v1::Window& window = *campaign.mutable_window();
  window.set_opens("2026-04-26T11:15");
  window.set_closes("2026-04-26T12:00");
  window.set_zone("Asia/Almaty");
  FillDefaults(campaign);
  return campaign;
}

std::vector<std::string> FaultsOf(const v1::Campaign& campaign) {
  Faults faults;
  CheckCampaign(campaign, kNow, faults);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : faults.fields()) fields.push_back(fault.field);
  return fields;
}

TEST(CheckCampaignTest, AGoodOneHasNoFault) {
  EXPECT_THAT(FaultsOf(Good()), IsEmpty());
  EXPECT_THAT(WarningsOf(Good()), IsEmpty());
}

TEST(CheckCampaignTest, DefaultsAreThoseOfTheContract) {
  const v1::Campaign campaign = Good();
  EXPECT_EQ(campaign.disclosure().threshold(), 5);
  EXPECT_EQ(campaign.disclosure().public_threshold(), 10);
  EXPECT_EQ(campaign.disclosure().text_threshold(), 8);
  EXPECT_EQ(campaign.disclosure().decimals(), 1);
  EXPECT_EQ(campaign.disclosure().cells(), v1::PROTECTED_CELLS_EVERY);
  EXPECT_EQ(campaign.ballots(), v1::BALLOT_MODE_RECORDS);
}

TEST(CheckCampaignTest, EveryFaultIsNamedAtOnce) {
  v1::Campaign campaign = Good();
  campaign.clear_questionnaire();
  campaign.clear_strata();
  campaign.set_wave("1");
  campaign.mutable_window()->set_opens("2025-04-26T11:15");
  campaign.mutable_window()->set_closes("2025-04-26T12:00");
  campaign.mutable_disclosure()->set_public_threshold(3);
  EXPECT_THAT(FaultsOf(campaign), ElementsAre("strata", "questionnaire", "window.closes", "series",
                                              "disclosure.public_threshold"));
}

TEST(CheckCampaignTest, ABoxIsForAnybody) {
  v1::Campaign campaign = Good();
  campaign.set_kind(v1::CAMPAIGN_KIND_BOX);
  campaign.set_participation_gate(40);
  EXPECT_THAT(FaultsOf(campaign), ElementsAre("strata", "participation_gate"));
}

TEST(CheckCampaignTest, SmallGroupsAndUnknownFramesAreWarnedOf) {
  v1::Campaign campaign = Good();
  campaign.set_participation_gate(40);
  campaign.mutable_strata(0)->set_frame(9);
  campaign.add_strata()->set_id("7m04107");
  EXPECT_THAT(WarningsOf(campaign),
              ElementsAre(HasSubstr("9 people"), HasSubstr("reached the gate")));
}

}  // namespace
}  // namespace tarazy::surveys
