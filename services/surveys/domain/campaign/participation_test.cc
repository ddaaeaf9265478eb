#include "services/surveys/domain/campaign/participation.h"

#include <gtest/gtest.h>

namespace tarazy::surveys {
namespace {

v1::Campaign WithStratum(const std::string& id, int frame, double gate) {
  v1::Campaign campaign;
  v1::Stratum& stratum = *campaign.add_strata();
  stratum.set_id(id);
  stratum.set_frame(frame);
  campaign.set_participation_gate(gate);
  return campaign;
}

v1::Participation LineOf(const v1::ParticipationReport& report, const std::string& stratum) {
  for (const v1::Participation& line : report.strata()) {
    if (line.stratum() == stratum) return line;
  }
  return {};
}

// 8 / 26 = 0.30769…
TEST(ParticipationTest, EightOfTwentySixAreBelowTheGate) {
  const auto report =
      ReportParticipation(WithStratum("6b04107", 26, 40), {{"6b04107", {.submitted = 8}}});
  const v1::Participation line = LineOf(report, "6b04107");
  EXPECT_EQ(line.percent(), 30.77);
  ASSERT_TRUE(line.has_gate_met());
  EXPECT_FALSE(line.gate_met());
}

TEST(ParticipationTest, TheGateIsReachedExactly) {
  const auto at = [](int submitted, int frame, double gate) {
    return LineOf(ReportParticipation(WithStratum("s", frame, gate),
                                      {{"s", {.submitted = submitted}}}),
                  "s")
        .gate_met();
  };
  EXPECT_TRUE(at(2, 5, 40));
  EXPECT_TRUE(at(333, 1000, 33.3));
  EXPECT_FALSE(at(332, 1000, 33.3));
  EXPECT_FALSE(at(3999999, 10000000, 40));
}

TEST(ParticipationTest, GroupsAreSumsAndAnUnknownFrameSaysNothing) {
  v1::Campaign campaign = WithStratum("a", 10, 40);
  campaign.add_strata()->set_id("b");
  const auto report =
      ReportParticipation(campaign, {{"a", {.invited = 9, .taken = 7, .submitted = 6}},
                                     {"b", {.invited = 4, .taken = 3, .submitted = 1}}});
  EXPECT_EQ(report.strata(0).stratum(), "all");
  EXPECT_EQ(report.strata(0).invited(), 13);
  EXPECT_EQ(report.strata(0).taken(), 10);
  EXPECT_EQ(report.strata(0).submitted(), 7);
  EXPECT_FALSE(report.strata(0).has_percent());
  EXPECT_FALSE(report.strata(0).has_gate_met());
  EXPECT_TRUE(LineOf(report, "a").gate_met());
  EXPECT_FALSE(LineOf(report, "b").has_frame());
}

}  // namespace
}  // namespace tarazy::surveys
