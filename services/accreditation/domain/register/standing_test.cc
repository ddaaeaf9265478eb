#include <gtest/gtest.h>

#include "services/accreditation/domain/register/script_test.h"
#include "services/accreditation/domain/register/status.h"

namespace tarazy::accreditation {
namespace {

std::string StandingsOf(absl::string_view acts, absl::string_view day) {
  return ToText(StatusOn(Script(acts), Day(day), kAllKnown).decisions);
}

TEST(StandingTest, OfAGrantFollowsItsTerm) {
  const char kActs[] = "g1 grant 2020-01-01 from 2020-02-01 to 2021-02-01";
  EXPECT_EQ(StandingsOf(kActs, "2020-01-31"), "g1 never accredited");
  EXPECT_EQ(StandingsOf(kActs, "2020-02-01"), "g1 accredited");
  EXPECT_EQ(StandingsOf(kActs, "2021-02-01"), "g1 expired");
}

TEST(StandingTest, OfAGrantThatAnotherCutShort) {
  const char kActs[] =
      "g1 grant 2020-01-01 to 2025-01-01\n"
      "c1 conditional 2022-01-01 to 2023-01-01";
  EXPECT_EQ(StandingsOf(kActs, "2021-12-31"), "g1 accredited, c1 never accredited");
  EXPECT_EQ(StandingsOf(kActs, "2022-01-01"),
            "g1 superseded by c1, c1 accredited under conditions");
  EXPECT_EQ(StandingsOf(kActs, "2024-01-01"), "g1 superseded by c1, c1 expired");
}

TEST(StandingTest, OfAGrantThatWasOverBeforeTheNext) {
  const char kActs[] =
      "g1 grant 2015-01-01 to 2020-01-01\n"
      "g2 grant 2020-01-01 to 2021-01-01\n"
      "w2 withdraw 2020-06-01 upon g2\n"
      "g3 grant 2022-01-01 to 2027-01-01";
  EXPECT_EQ(StandingsOf(kActs, "2023-01-01"),
            "g1 expired, g2 withdrawn by w2, w2 in force, g3 accredited");
}

TEST(StandingTest, OfSuspensionAndReinstatement) {
  const char kActs[] =
      "g1 grant 2020-01-01 to 2025-01-01\n"
      "s1 suspend 2021-01-01 upon g1 to 2022-01-01\n"
      "q1 reinstate 2021-06-01 upon s1";
  EXPECT_EQ(StandingsOf(kActs, "2021-05-31"),
            "g1 suspended by s1, s1 in force, q1 never accredited");
  EXPECT_EQ(StandingsOf(kActs, "2021-06-01"), "g1 accredited, s1 superseded by q1, q1 in force");
  EXPECT_EQ(StandingsOf(kActs, "2025-01-01"), "g1 expired, s1 superseded by q1, q1 expired");
}

TEST(StandingTest, OfASuspensionPastItsEnd) {
  EXPECT_EQ(StandingsOf("g1 grant 2020-01-01 to 2025-01-01\n"
                        "s1 suspend 2021-01-01 upon g1 to 2022-01-01",
                        "2022-01-01"),
            "g1 accredited, s1 expired");
}

TEST(StandingTest, OfWhatIsVoid) {
  EXPECT_EQ(StandingsOf("g1 grant 2020-01-01 to 2025-01-01\n"
                        "s1 suspend 2021-01-01 upon g1\n"
                        "v1 void 2022-01-01 upon g1",
                        "2021-06-01"),
            "g1 void by v1, s1 void by v1, v1 in force");
}

TEST(StandingTest, OfWhatIsAppealed) {
  const char kOpen[] =
      "g1 grant 2020-01-01 to 2025-01-01\n"
      "w1 withdraw 2021-01-01 upon g1\n"
      "a1 appeal 2021-01-05 upon w1";
  EXPECT_EQ(StandingsOf(kOpen, "2021-01-04"), "g1 withdrawn by w1, w1 in force");
  EXPECT_EQ(StandingsOf(kOpen, "2021-01-05"), "g1 accredited, w1 under appeal by a1");
  const std::string upheld = absl::StrCat(kOpen, "\na1 uphold 2021-02-01 upon w1");
  EXPECT_EQ(StandingsOf(upheld, "2021-01-04"), "g1 accredited, w1 void by a1");
  const std::string dismissed = absl::StrCat(kOpen, "\na1 dismiss 2021-02-01 upon w1");
  EXPECT_EQ(StandingsOf(dismissed, "2021-02-01"), "g1 withdrawn by w1, w1 in force");
}

TEST(StandingTest, OfRefusalsAndDeferrals) {
  const char kActs[] =
      "d1 defer 2020-01-01 to 2020-07-01\n"
      "r1 refuse 2020-03-01\n"
      "g1 grant 2021-01-01 to 2022-01-01";
  EXPECT_EQ(StandingsOf(kActs, "2020-02-01"),
            "d1 deferred, r1 never accredited, g1 never accredited");
  EXPECT_EQ(StandingsOf(kActs, "2020-04-01"),
            "d1 superseded by r1, r1 refused, g1 never accredited");
  EXPECT_EQ(StandingsOf(kActs, "2021-01-01"),
            "d1 superseded by r1, r1 superseded by g1, g1 accredited");
}

TEST(StandingTest, ARefusalOfRenewalLeavesTheGrant) {
  EXPECT_EQ(StandingsOf("g1 grant 2015-01-01 to 2020-01-01\n"
                        "r1 refuse 2019-06-01",
                        "2019-07-01"),
            "g1 accredited, r1 refused");
}

}  // namespace
}  // namespace tarazy::accreditation
