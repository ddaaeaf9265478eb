#include "services/surveys/domain/campaign/strata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tarazy::surveys {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::Stratum& Add(v1::Campaign& campaign, const std::string& id, const std::string& parent = "",
                 int frame = 0) {
  v1::Stratum& stratum = *campaign.add_strata();
  stratum.set_id(id);
  stratum.set_parent(parent);
  if (frame > 0) stratum.set_frame(frame);
  return stratum;
}

std::vector<std::string> FaultsOf(const v1::Campaign& campaign) {
  Faults faults;
  CheckStrata(campaign, faults);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : faults.fields()) fields.push_back(fault.field);
  return fields;
}

TEST(StrataTest, ParentsComeBeforeChildrenWhateverTheOrder) {
  v1::Campaign campaign;
  Add(campaign, "6b04107", "cluster-1", 26);
  Add(campaign, "cluster-1");
  Add(campaign, "7m04107", "cluster-1", 9);
  Add(campaign, "teachers", "", 5);
  std::vector<std::string> ids;
  for (const StratumNode& node : StrataOf(campaign)) ids.push_back(node.id);
  EXPECT_THAT(ids, ElementsAre("all", "cluster-1", "teachers", "6b04107", "7m04107"));
  EXPECT_THAT(LeavesOf(campaign), ElementsAre("teachers", "6b04107", "7m04107"));
  EXPECT_THAT(FaultsOf(campaign), IsEmpty());
}

TEST(StrataTest, AFrameIsTheSumOfItsGroupsWhereAllAreKnown) {
  v1::Campaign campaign;
  Add(campaign, "c1");
  Add(campaign, "p1", "c1", 26);
  Add(campaign, "p2", "c1", 9);
  Add(campaign, "c2");
  Add(campaign, "p3", "c2");
  const std::vector<StratumNode> nodes = StrataOf(campaign);
  EXPECT_EQ(nodes[1].frame, 35);
  EXPECT_EQ(nodes[2].frame, std::nullopt);
  EXPECT_EQ(nodes[0].frame, std::nullopt);
}

TEST(StrataTest, WithoutStrataEverybodyIsTheLeaf) { EXPECT_THAT(LeavesOf({}), ElementsAre("all")); }

TEST(StrataTest, CirclesStrangersAndReservedIdsAreFaults) {
  v1::Campaign circle;
  Add(circle, "a", "b");
  Add(circle, "b", "a");
  EXPECT_THAT(FaultsOf(circle), ElementsAre("strata[0].parent", "strata[1].parent"));
  v1::Campaign stranger;
  Add(stranger, "a", "nobody");
  EXPECT_THAT(FaultsOf(stranger), ElementsAre("strata[0].parent"));
  v1::Campaign reserved;
  Add(reserved, "test");
  Add(reserved, "all");
  EXPECT_THAT(FaultsOf(reserved), ElementsAre("strata[0].id", "strata[1].id"));
}

TEST(StrataTest, FourLevelsAreEnough) {
  v1::Campaign campaign;
  Add(campaign, "l1");
  Add(campaign, "l2", "l1");
  Add(campaign, "l3", "l2");
  Add(campaign, "l4", "l3");
  EXPECT_THAT(FaultsOf(campaign), IsEmpty());
  Add(campaign, "l5", "l4");
  EXPECT_THAT(FaultsOf(campaign), ElementsAre("strata[4].parent"));
}

TEST(StrataTest, AFrameThatContradictsItsGroupsIsAFault) {
  v1::Campaign campaign;
  Add(campaign, "c1", "", 36).set_quota(5);
  Add(campaign, "p1", "c1", 26);
  Add(campaign, "p2", "c1", 9);
  EXPECT_THAT(FaultsOf(campaign), ElementsAre("strata[0].quota", "strata[0].frame"));
}

}  // namespace
}  // namespace tarazy::surveys
