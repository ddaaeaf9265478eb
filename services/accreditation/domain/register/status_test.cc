#include "services/accreditation/domain/register/status.h"

#include <gtest/gtest.h>

#include "services/accreditation/domain/register/story_test.h"

namespace tarazy::accreditation {
namespace {

class StatusTest : public testing::TestWithParam<Story> {};

TEST_P(StatusTest, SaysWhatHolds) { ExpectAnswers(GetParam()); }

const Story kStories[] = {
    {"Nothing", "", {{"2023-01-01", "", "never accredited - .."}}},

    {"Grant",
     "g1 grant 2020-01-10 to 2025-01-10",
     {{"2020-01-09", "", "never accredited - ..2020-01-10"},
      {"2020-01-10", "", "accredited g1 2020-01-10..2025-01-10"},
      {"2025-01-09", "", "accredited g1 2020-01-10..2025-01-10"},
      {"2025-01-10", "", "expired g1 2025-01-10.."},
      {"2024-02-29", "", "accredited g1 2020-01-10..2025-01-10"},
      {"2020-01-10", "2020-01-09", "never accredited - .."},
      {"2020-01-10", "2020-01-10", "accredited g1 2020-01-10..2025-01-10"}}},

    {"GrantForLater",
     "g1 grant 2020-01-10 from 2020-09-01 to 2021-09-01",
     {{"2020-05-01", "", "never accredited - ..2020-09-01"},
      {"2020-09-01", "", "accredited g1 2020-09-01..2021-09-01"}}},

    {"GrantOfBefore",  // retroactive, as its paper says
     "g1 grant 2020-06-01 from 2020-03-01 to 2025-03-01",
     {{"2020-03-01", "", "accredited g1 2020-03-01..2025-03-01"},
      {"2020-03-01", "2020-05-31", "never accredited - .."}}},

    {"GrantWithoutEnd", "g1 grant 2003-01-01", {{"2099-12-31", "", "accredited g1 2003-01-01.."}}},

    {"TermFromTheLeapDay",  // one year from 29 February ends on 1 March
     "g1 grant 2024-02-29 to 2025-03-01",
     {{"2024-02-28", "", "never accredited - ..2024-02-29"},
      {"2024-02-29", "", "accredited g1 2024-02-29..2025-03-01"},
      {"2025-02-28", "", "accredited g1 2024-02-29..2025-03-01"},
      {"2025-03-01", "", "expired g1 2025-03-01.."}}},

    {"OnlyTheLeapDay",
     "g1 grant 2024-02-01 from 2024-02-29 to 2024-03-01",
     {{"2024-02-28", "", "never accredited - ..2024-02-29"},
      {"2024-02-29", "", "accredited g1 2024-02-29..2024-03-01"},
      {"2024-03-01", "", "expired g1 2024-03-01.."}}},

    {"ConditionalThenFull",
     "c1 conditional 2020-01-10 to 2021-01-10\n"
     "g1 grant 2020-12-01 from 2021-01-10 to 2026-01-10",
     {{"2020-06-01", "", "accredited under conditions c1 2020-01-10..2021-01-10"},
      {"2021-01-10", "", "accredited g1 2021-01-10..2026-01-10"},
      {"2021-01-10", "2020-11-30", "expired c1 2021-01-10.."}}},

    {"Renewal",  // no gap: one stretch
     "g1 grant 2015-06-01 to 2020-06-01\n"
     "g2 grant 2020-05-10 from 2020-06-01 to 2027-06-01",
     {{"2018-01-01", "", "accredited g1 2015-06-01..2027-06-01"},
      {"2020-05-31", "", "accredited g1 2015-06-01..2027-06-01"},
      {"2020-06-01", "", "accredited g2 2015-06-01..2027-06-01"},
      {"2020-05-31", "2020-05-09", "accredited g1 2015-06-01..2020-06-01"},
      {"2020-06-01", "2020-05-09", "expired g1 2020-06-01.."}}},

    {"RenewalWithAGap",
     "g1 grant 2015-06-01 to 2020-06-01\n"
     "g2 grant 2020-07-01 to 2025-07-01",
     {{"2020-06-15", "", "expired g1 2020-06-01..2020-07-01"},
      {"2020-07-01", "", "accredited g2 2020-07-01..2025-07-01"}}},

    {"NewGrantTakesThePlaceForGood",  // although the old one would have run longer
     "g1 grant 2020-01-01 to 2030-01-01\n"
     "c1 conditional 2021-01-01 to 2022-01-01",
     {{"2020-12-31", "", "accredited g1 2020-01-01..2021-01-01"},
      {"2021-01-01", "", "accredited under conditions c1 2021-01-01..2022-01-01"},
      {"2022-01-01", "", "expired c1 2022-01-01.."}}},

    {"BothOnOneDay",  // the one recorded last
     "c1 conditional 2020-01-01 to 2021-01-01\n"
     "g1 grant 2020-01-01 to 2025-01-01",
     {{"2020-06-01", "", "accredited g1 2020-01-01..2025-01-01"}}},

    {"OldGrantRecordedLate",  // what was decided earlier does not take the place of the later one
     "g2 grant 2020-01-01 to 2025-01-01\n"
     "g1 grant 2015-01-01 to 2019-01-01 known 2022-01-01",
     {{"2016-01-01", "2021-12-31", "never accredited - ..2020-01-01"},
      {"2016-01-01", "2022-01-01", "accredited g1 2015-01-01..2019-01-01"},
      {"2019-06-01", "", "expired g1 2019-01-01..2020-01-01"},
      {"2021-01-01", "", "accredited g2 2020-01-01..2025-01-01"}}},

    {"Refused",
     "r1 refuse 2020-01-10",
     {{"2020-01-09", "", "never accredited - ..2020-01-10"},
      {"2020-01-10", "", "refused r1 2020-01-10.."}}},

    {"RenewalRefused",  // the running grant is not cut short
     "g1 grant 2015-06-01 to 2020-06-01\n"
     "r1 refuse 2020-03-01",
     {{"2020-03-01", "", "accredited g1 2015-06-01..2020-06-01"},
      {"2020-05-31", "", "accredited g1 2015-06-01..2020-06-01"},
      {"2020-06-01", "", "refused r1 2020-06-01.."},
      {"2020-06-01", "2020-02-29", "expired g1 2020-06-01.."}}},

    {"GrantedAfterRefusal",
     "r1 refuse 2020-01-10\n"
     "g1 grant 2021-01-10 to 2024-01-10",
     {{"2020-06-01", "", "refused r1 2020-01-10..2021-01-10"},
      {"2021-01-10", "", "accredited g1 2021-01-10..2024-01-10"},
      {"2024-01-10", "", "expired g1 2024-01-10.."}}},

    {"Deferred",
     "d1 defer 2020-01-10 to 2020-07-10",
     {{"2020-01-10", "", "deferred d1 2020-01-10..2020-07-10"},
      {"2020-07-09", "", "deferred d1 2020-01-10..2020-07-10"},
      {"2020-07-10", "", "never accredited - 2020-07-10.."}}},

    {"RenewalDeferred",
     "g1 grant 2015-06-01 to 2020-06-01\n"
     "d1 defer 2020-05-01 to 2020-09-01\n"
     "g2 grant 2020-08-15 to 2025-08-15",
     {{"2020-05-15", "", "accredited g1 2015-06-01..2020-06-01"},
      {"2020-06-01", "", "deferred d1 2020-06-01..2020-08-15"},
      {"2020-08-15", "", "accredited g2 2020-08-15..2025-08-15"},
      {"2020-09-01", "2020-08-01", "expired g1 2020-09-01.."}}},

    {"Suspended",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2021-03-01 upon g1 to 2021-09-01",
     {{"2021-02-28", "", "accredited g1 2020-01-01..2021-03-01"},
      {"2021-03-01", "", "suspended s1 2021-03-01..2021-09-01"},
      {"2021-08-31", "", "suspended s1 2021-03-01..2021-09-01"},
      {"2021-09-01", "", "accredited g1 2021-09-01..2025-01-01"},
      {"2021-03-01", "2021-02-28", "accredited g1 2020-01-01..2025-01-01"}}},

    {"SuspendedUntilReinstated",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2021-03-01 upon g1\n"
     "q1 reinstate 2021-06-15 upon g1",
     {{"2021-06-14", "", "suspended s1 2021-03-01..2021-06-15"},
      {"2021-06-15", "", "accredited g1 2021-06-15..2025-01-01"},
      {"2021-06-15", "2021-06-14", "suspended s1 2021-03-01..2025-01-01"},
      {"2025-01-01", "2021-06-14", "expired g1 2025-01-01.."}}},

    {"ReinstatedBeforeTheEnd",  // names the suspension
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2021-03-01 upon g1 to 2022-03-01\n"
     "q1 reinstate 2021-06-15 upon s1 from 2021-07-01",
     {{"2021-06-30", "", "suspended s1 2021-03-01..2021-07-01"},
      {"2021-07-01", "", "accredited g1 2021-07-01..2025-01-01"}}},

    {"SuspendedAgain",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2021-01-01 upon g1\n"
     "q1 reinstate 2021-02-01 upon g1\n"
     "s2 suspend 2021-03-01 upon g1 to 2021-04-01",
     {{"2021-02-15", "", "accredited g1 2021-02-01..2021-03-01"},
      {"2021-03-15", "", "suspended s2 2021-03-01..2021-04-01"},
      {"2021-04-01", "", "accredited g1 2021-04-01..2025-01-01"}}},

    {"RenewedWhileSuspended",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2021-03-01 upon g1\n"
     "g2 grant 2022-01-01 to 2027-01-01",
     {{"2021-12-31", "", "suspended s1 2021-03-01..2022-01-01"},
      {"2022-01-01", "", "accredited g2 2022-01-01..2027-01-01"}}},

    {"Withdrawn",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2022-05-05 upon g1 from 2022-06-01",
     {{"2022-05-31", "", "accredited g1 2020-01-01..2022-06-01"},
      {"2022-06-01", "", "withdrawn w1 2022-06-01.."},
      {"2026-01-01", "", "withdrawn w1 2022-06-01.."},
      {"2022-06-01", "2022-05-04", "accredited g1 2020-01-01..2025-01-01"}}},

    {"GrantedAfterWithdrawal",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2022-06-01 upon g1\n"
     "g2 grant 2023-06-01 to 2026-06-01",
     {{"2023-05-31", "", "withdrawn w1 2022-06-01..2023-06-01"},
      {"2023-06-01", "", "accredited g2 2023-06-01..2026-06-01"}}},

    {"RefusedAfterWithdrawal",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2022-06-01 upon g1\n"
     "r1 refuse 2023-06-01",
     {{"2023-05-31", "", "withdrawn w1 2022-06-01..2023-06-01"},
      {"2023-06-01", "", "refused r1 2023-06-01.."}}},

    {"WithdrawnAfterRefusalOfRenewal",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "r1 refuse 2024-01-01\n"
     "w1 withdraw 2024-06-01 upon g1",
     {{"2024-03-01", "", "accredited g1 2020-01-01..2024-06-01"},
      {"2024-06-01", "", "withdrawn w1 2024-06-01.."}}},

    {"Extended",
     "g1 grant 2020-01-01 to 2021-01-01\n"
     "x1 extend 2020-12-01 upon g1 to 2022-01-01",
     {{"2021-01-01", "", "accredited g1 2020-01-01..2022-01-01"},
      {"2022-01-01", "", "expired g1 2022-01-01.."},
      {"2021-01-01", "2020-11-30", "expired g1 2021-01-01.."}}},

    {"ExtendedTwice",
     "g1 grant 2020-01-01 to 2021-01-01\n"
     "x1 extend 2020-12-01 upon g1 to 2022-01-01\n"
     "x2 extend 2021-12-01 upon g1 from 2022-01-01 to 2022-07-01",
     {{"2022-06-30", "", "accredited g1 2020-01-01..2022-07-01"},
      {"2022-07-01", "", "expired g1 2022-07-01.."}}},

    {"ExtensionVoided",
     "g1 grant 2020-01-01 to 2021-01-01\n"
     "x1 extend 2020-12-01 upon g1 to 2022-01-01\n"
     "v1 void 2021-06-01 upon x1",
     {{"2021-02-01", "", "expired g1 2021-01-01.."},
      {"2021-02-01", "2021-05-31", "accredited g1 2020-01-01..2022-01-01"}}},

    {"ConditionsExtended",
     "c1 conditional 2020-01-01 to 2021-01-01\n"
     "x1 extend 2020-12-01 upon c1 to 2021-07-01",
     {{"2021-06-30", "", "accredited under conditions c1 2020-01-01..2021-07-01"}}},

    {"VoidFromTheStart",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "v1 void 2022-01-01 upon g1",
     {{"2021-01-01", "2021-12-31", "accredited g1 2020-01-01..2025-01-01"},
      {"2021-01-01", "2022-01-01", "never accredited - .."},
      {"2023-01-01", "", "never accredited - .."}}},

    {"VoidedRenewal",  // the one before it holds again
     "g1 grant 2015-01-01 to 2022-01-01\n"
     "g2 grant 2020-01-01 to 2027-01-01\n"
     "v1 void 2021-01-01 upon g2",
     {{"2020-06-01", "", "accredited g1 2015-01-01..2022-01-01"},
      {"2022-01-01", "", "expired g1 2022-01-01.."},
      {"2022-01-01", "2020-12-31", "accredited g2 2015-01-01..2027-01-01"}}},

    {"VoidedWithdrawal",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2022-01-01 upon g1\n"
     "v1 void 2022-03-01 upon w1",
     {{"2022-02-01", "2022-02-28", "withdrawn w1 2022-01-01.."},
      {"2022-02-01", "2022-03-01", "accredited g1 2020-01-01..2025-01-01"}}},

    {"VoidedSuspension",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2022-01-01 upon g1\n"
     "v1 void 2022-03-01 upon s1",
     {{"2022-02-01", "", "accredited g1 2020-01-01..2025-01-01"},
      {"2022-02-01", "2022-02-28", "suspended s1 2022-01-01..2025-01-01"}}},

    {"VoidedReinstatement",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2022-01-01 upon g1\n"
     "q1 reinstate 2022-02-01 upon g1\n"
     "v1 void 2022-03-01 upon q1",
     {{"2022-02-15", "", "suspended s1 2022-01-01..2025-01-01"}}},

    {"VoidedRefusal",
     "r1 refuse 2020-01-01\n"
     "v1 void 2020-02-01 upon r1",
     {{"2020-01-15", "", "never accredited - .."}}},

    {"WithdrawalOfAVoidGrant",  // acts upon nothing
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2021-01-01 upon g1\n"
     "v1 void 2022-01-01 upon g1",
     {{"2021-06-01", "", "never accredited - .."},
      {"2021-06-01", "2021-12-31", "withdrawn w1 2021-01-01.."}}},
};

INSTANTIATE_TEST_SUITE_P(Stories, StatusTest, testing::ValuesIn(kStories),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(StatusDetailTest, CountsTheMeantimeOfAnAppealAsAccredited) {
  const auto acts = Script(
      "g1 grant 2020-01-01 to 2025-01-01\n"
      "w1 withdraw 2022-01-01 upon g1 from 2022-02-01\n"
      "a1 appeal 2022-01-10 upon w1");
  const LineStatus before = StatusOn(acts, Day("2022-01-15"), kAllKnown);
  EXPECT_TRUE(before.accredited);
  EXPECT_EQ(before.until, Day("2022-02-01"));
  EXPECT_EQ(before.accredited_until, Day("2025-01-01"));
  EXPECT_TRUE(StatusOn(acts, Day("2022-02-01"), kAllKnown).accredited);
  const LineStatus over = StatusOn(acts, Day("2025-01-01"), kAllKnown);
  EXPECT_FALSE(over.accredited);
  EXPECT_EQ(over.accredited_until, std::nullopt);
}

TEST(StatusDetailTest, IsNotAccreditedWhileSuspended) {
  const auto acts = Script(
      "g1 grant 2020-01-01 to 2025-01-01\n"
      "s1 suspend 2022-01-01 upon g1 to 2022-02-01");
  EXPECT_FALSE(StatusOn(acts, Day("2022-01-15"), kAllKnown).accredited);
  EXPECT_EQ(StatusOn(acts, Day("2021-01-15"), kAllKnown).accredited_until, Day("2022-01-01"));
}

TEST(StatusDetailTest, SaysWhyInOneSentence) {
  const auto acts = Script(
      "g1 grant 2020-01-01 to 2025-01-01\n"
      "w1 withdraw 2022-01-01 upon g1 from 2022-02-01\n"
      "a1 appeal 2022-02-10 upon w1");
  const auto why = [&](absl::string_view day) {
    return StatusOn(acts, Day(day), kAllKnown).because;
  };
  EXPECT_EQ(why("2019-01-01"), "No decision has effect on it that day.");
  EXPECT_EQ(why("2021-01-01"), "g1 of 2020-01-01 accredits it from 2020-01-01 until 2025-01-01.");
  EXPECT_EQ(why("2022-02-05"), "w1 of 2022-01-01 withdraws g1 from 2022-02-01 on.");
  EXPECT_EQ(why("2022-02-15"),
            "a1 of 2022-02-10 is against w1 of 2022-01-01; until it ends it is accredited.");
  EXPECT_EQ(StatusOn(Script("r1 refuse 2020-01-10"), Day("2020-02-01"), kAllKnown).because,
            "r1 of 2020-01-10 refuses accreditation from 2020-01-10 on.");
  EXPECT_EQ(
      StatusOn(Script("g1 grant 2020-01-01 to 2021-01-01"), Day("2022-02-01"), kAllKnown).because,
      "The term of g1 of 2020-01-01 ended on 2021-01-01.");
}

}  // namespace
}  // namespace tarazy::accreditation
