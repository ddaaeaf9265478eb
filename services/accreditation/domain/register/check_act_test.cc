#include "services/accreditation/domain/register/check_act.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/accreditation/domain/register/script_test.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The faults of the last act of the script, as "FIELD: DESCRIPTION".
std::vector<std::string> FaultsOf(absl::string_view script, const ActRules& rules = {}) {
  std::vector<Act> acts = Script(script);
  const Act last = acts.back();
  acts.pop_back();
  std::vector<std::string> faults;
  for (const ActFault& fault : CheckAct(acts, last, rules)) {
    const char* const kinds[] = {"", "conflict ", "appeal "};
    faults.push_back(
        absl::StrCat(kinds[static_cast<int>(fault.kind)], fault.field, ": ", fault.description));
  }
  return faults;
}

constexpr char kGrant[] = "g1 grant 2020-01-01 to 2025-01-01\n";

std::vector<std::string> AfterGrant(absl::string_view script, const ActRules& rules = {}) {
  return FaultsOf(absl::StrCat(kGrant, script), rules);
}

TEST(CheckActTest, WhatFitsHasNoFault) {
  EXPECT_THAT(FaultsOf(kGrant), IsEmpty());
  EXPECT_THAT(FaultsOf("r1 refuse 2020-01-01"), IsEmpty());
  EXPECT_THAT(FaultsOf("d1 defer 2020-01-01"), IsEmpty());
  EXPECT_THAT(AfterGrant("s1 suspend 2021-01-01 upon g1 to 2021-06-01"), IsEmpty());
  EXPECT_THAT(AfterGrant("w1 withdraw 2021-01-01 upon g1"), IsEmpty());
  EXPECT_THAT(AfterGrant("x1 extend 2021-01-01 upon g1 to 2026-01-01"), IsEmpty());
  EXPECT_THAT(AfterGrant("x1 extend 2025-01-09 from 2025-01-01 upon g1 to 2026-01-01"), IsEmpty());
  EXPECT_THAT(AfterGrant("v1 void 2021-01-01 upon g1"), IsEmpty());
  EXPECT_THAT(AfterGrant("s1 suspend 2021-01-01 upon g1\nq1 reinstate 2021-02-01 upon g1"),
              IsEmpty());
  EXPECT_THAT(AfterGrant("s1 suspend 2021-01-01 upon g1\nq1 reinstate 2021-02-01 upon s1"),
              IsEmpty());
}

TEST(CheckActTest, DatesInAnImpossibleOrder) {
  EXPECT_THAT(FaultsOf("g1 grant 2020-01-01 from 2020-02-01 to 2020-02-01"),
              ElementsAre("valid_to: must be after valid_from, 2020-02-01: it is the first day "
                          "without effect"));
  EXPECT_THAT(FaultsOf("g1 grant 2020-01-01 from 2019-01-01 to 2020-01-01"),
              ElementsAre("decided_on: must be before valid_to, 2020-01-01"));
  EXPECT_THAT(AfterGrant("w1 withdraw 2021-01-01 upon g1 from 2020-06-01"),
              ElementsAre("valid_from: a withdrawal has no effect before the day it is taken, "
                          "2021-01-01"));
  EXPECT_THAT(AfterGrant("w1 withdraw 2021-01-01 upon g1 from 2020-06-01", {.historical = true}),
              IsEmpty());
  EXPECT_THAT(AfterGrant("w1 withdraw 2019-01-01 from 2021-01-01 upon g1"),
              ElementsAre("decided_on: is before that of g1, 2020-01-01"));
}

TEST(CheckActTest, AnEndWhereThereIsNoneAndNoneWhereThereMustBe) {
  EXPECT_THAT(FaultsOf("r1 refuse 2020-01-01 to 2021-01-01"),
              ElementsAre("valid_to: a refusal has no end"));
  EXPECT_THAT(FaultsOf("g1 grant 2020-01-01"),
              ElementsAre("valid_to: the grant needs an end or a term"));
  EXPECT_THAT(FaultsOf("g1 grant 2020-01-01", {.historical = true}), IsEmpty());
  EXPECT_THAT(AfterGrant("x1 extend 2021-01-01 upon g1"),
              ElementsAre("valid_to: the extension needs an end or a term"));
}

TEST(CheckActTest, EveryFaultIsNamed) {
  EXPECT_THAT(AfterGrant("w1 withdraw 2021-01-01 from 2020-06-01 to 2020-06-01 upon nothing"),
              testing::SizeIs(5));
}

TEST(CheckActTest, ActingOnWhatIsNotThere) {
  EXPECT_THAT(AfterGrant("w1 withdraw 2021-01-01 upon g2"),
              ElementsAre("conflict acts_on: g2 is no decision about this subject by this agency "
                          "in this kind of procedure"));
  EXPECT_THAT(AfterGrant("w1 withdraw 2021-01-01"),
              ElementsAre("acts_on: say upon which decision the withdrawal acts"));
  EXPECT_THAT(AfterGrant("g2 grant 2021-01-01 to 2022-01-01 upon g1"),
              ElementsAre("acts_on: a grant acts upon nothing"));
}

TEST(CheckActTest, ActingOnWhatIsVoid) {
  EXPECT_THAT(AfterGrant("v1 void 2021-01-01 upon g1\nw1 withdraw 2021-02-01 upon g1"),
              ElementsAre("conflict acts_on: g1 is void"));
  EXPECT_THAT(AfterGrant("v1 void 2021-01-01 upon g1\nv2 void 2021-02-01 upon g1"),
              ElementsAre("conflict acts_on: g1 is void"));
  EXPECT_THAT(AfterGrant("v1 void 2021-01-01 upon g1\nv2 void 2021-02-01 upon v1"),
              ElementsAre("conflict acts_on: a voiding cannot be voided; take the decision again "
                          "instead"));
}

TEST(CheckActTest, AnAppealThatWasUpheldMakesVoid) {
  EXPECT_THAT(AfterGrant("s1 suspend 2021-01-01 upon g1\na1 appeal 2021-01-02 upon s1\n"
                         "a1 uphold 2021-02-01 upon s1\nq1 reinstate 2021-03-01 upon s1"),
              ElementsAre("conflict acts_on: s1 is void"));
}

TEST(CheckActTest, ActingOnTheWrongKind) {
  EXPECT_THAT(FaultsOf("r1 refuse 2020-01-01\nw1 withdraw 2020-02-01 upon r1"),
              ElementsAre("conflict acts_on: r1 is a refusal; a withdrawal acts upon a grant"));
}

TEST(CheckActTest, SuspendingWhatIsSuspendedAndReinstatingWhatIsNot) {
  EXPECT_THAT(AfterGrant("s1 suspend 2021-01-01 upon g1\ns2 suspend 2021-02-01 upon g1"),
              ElementsAre("conflict acts_on: g1 is suspended on 2021-02-01 by s1"));
  EXPECT_THAT(AfterGrant("q1 reinstate 2021-02-01 upon g1"),
              ElementsAre("conflict acts_on: g1 is not suspended on 2021-02-01"));
  EXPECT_THAT(AfterGrant("s1 suspend 2021-01-01 upon g1 to 2021-02-01\n"
                         "q1 reinstate 2021-02-01 upon s1"),
              ElementsAre("conflict acts_on: s1 is not suspended on 2021-02-01"));
}

TEST(CheckActTest, ActingOnAGrantThatDoesNotRun) {
  EXPECT_THAT(AfterGrant("w1 withdraw 2025-01-01 upon g1"),
              ElementsAre("conflict acts_on: the term of g1 is over on 2025-01-01"));
  EXPECT_THAT(AfterGrant("w1 withdraw 2024-12-31 upon g1"), IsEmpty());
  EXPECT_THAT(AfterGrant("w1 withdraw 2021-01-01 upon g1\ns1 suspend 2021-02-01 upon g1"),
              ElementsAre("conflict acts_on: g1 is withdrawn by w1"));
  EXPECT_THAT(AfterGrant("g2 grant 2021-01-01 to 2026-01-01\nw1 withdraw 2021-02-01 upon g1"),
              ElementsAre("conflict acts_on: g1 is superseded by g2"));
  EXPECT_THAT(FaultsOf("g1 grant 2020-01-01 from 2020-06-01 to 2021-01-01\n"
                       "s1 suspend 2020-02-01 upon g1"),
              ElementsAre("conflict valid_from: g1 begins on 2020-06-01"));
}

TEST(CheckActTest, ExtendingToNoLaterThanThePresentEnd) {
  EXPECT_THAT(AfterGrant("x1 extend 2021-01-01 upon g1 to 2025-01-01"),
              ElementsAre("conflict valid_to: must be after the present end of g1, 2025-01-01"));
  EXPECT_THAT(AfterGrant("x1 extend 2021-01-01 upon g1 to 2026-01-01\n"
                         "x2 extend 2021-02-01 upon g1 to 2025-06-01"),
              ElementsAre("conflict valid_to: must be after the present end of g1, 2026-01-01"));
  EXPECT_THAT(AfterGrant("x1 extend 2025-02-01 upon g1 to 2026-01-01"),
              ElementsAre("conflict valid_from: g1 ends on 2025-01-01; an extension must join on "
                          "to that day"));
  EXPECT_THAT(AfterGrant("w1 withdraw 2021-01-01 upon g1\n"
                         "x1 extend 2025-01-01 upon g1 to 2026-01-01"),
              ElementsAre("conflict acts_on: g1 is withdrawn by w1"));
}

TEST(CheckActTest, AppealsWithinTheirTime) {
  const std::string withdrawn = absl::StrCat(kGrant, "w1 withdraw 2022-01-01 upon g1\n");
  const ActRules rules{.appeal_days = 10};
  EXPECT_THAT(FaultsOf(withdrawn + "a1 appeal 2022-01-11 upon w1", rules), IsEmpty());
  EXPECT_THAT(FaultsOf(withdrawn + "a1 appeal 2022-01-12 upon w1", rules),
              ElementsAre("appeal filed_on: could be appealed until 2022-01-11"));
  EXPECT_THAT(FaultsOf(withdrawn + "a1 appeal 2024-01-12 upon w1"), IsEmpty());
  EXPECT_THAT(FaultsOf(withdrawn + "a1 appeal 2021-12-31 upon w1"),
              ElementsAre("filed_on: is before the decision, 2022-01-01"));
}

TEST(CheckActTest, OneAppealAgainstWhatIsAdverse) {
  EXPECT_THAT(AfterGrant("a1 appeal 2020-01-02 upon g1"),
              ElementsAre("appeal decision: a grant cannot be appealed"));
  EXPECT_THAT(FaultsOf("r1 refuse 2020-01-01\na1 appeal 2020-01-02 upon r1\n"
                       "a2 appeal 2020-01-03 upon r1"),
              ElementsAre("appeal decision: was appealed already, by a1"));
  EXPECT_THAT(FaultsOf("r1 refuse 2020-01-01\nv1 void 2020-01-02 upon r1\n"
                       "a1 appeal 2020-01-03 upon r1"),
              ElementsAre("appeal decision: is void"));
}

TEST(CheckActTest, AnAppealEndsOnce) {
  constexpr char kAppealed[] = "r1 refuse 2020-01-01\na1 appeal 2020-01-05 upon r1\n";
  EXPECT_THAT(FaultsOf(absl::StrCat(kAppealed, "a1 dismiss 2020-01-05 upon r1")), IsEmpty());
  EXPECT_THAT(FaultsOf(absl::StrCat(kAppealed, "a1 dismiss 2020-01-04 upon r1")),
              ElementsAre("decided_on: is before the day it was filed, 2020-01-05"));
  EXPECT_THAT(FaultsOf(absl::StrCat(kAppealed,
                                    "a1 dismiss 2020-02-01 upon r1\n"
                                    "a1 uphold 2020-02-02 upon r1")),
              ElementsAre("appeal name: a1 has ended"));
}

}  // namespace
}  // namespace tarazy::accreditation
