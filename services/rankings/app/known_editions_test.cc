#include "services/rankings/app/known_editions.h"

#include <gtest/gtest.h>

namespace tarazy::rankings {
namespace {

constexpr char kName[] = "rankings/r/editions/2";
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

Edition EditionIn(EditionState state) {
  return {.ranking = "r", .number = 2, .state = state, .digest = "d", .created = kNow};
}

const Viewer kStaff = {.staff = true};
const Viewer kInstitution = {.institution = "u"};
const Viewer kPublic = {};

TEST(KnownEditionsTest, RemembersWhatCanNoLongerBeHidden) {
  for (const EditionState state :
       {EditionState::kPublished, EditionState::kSuperseded, EditionState::kWithdrawn}) {
    KnownEditions known;
    EXPECT_EQ(known.Find(kName, kStaff, kNow), nullptr);
    known.Learn(EditionIn(state), kNow);
    for (const Viewer& viewer : {kStaff, kInstitution, kPublic}) {
      EXPECT_NE(known.Find(kName, viewer, kNow), nullptr);
    }
    EXPECT_EQ(known.Find("rankings/r/editions/3", kPublic, kNow), nullptr);
  }
}

TEST(KnownEditionsTest, ForgetsWhatMayStillChange) {
  KnownEditions known;
  for (const EditionState state : {EditionState::kDraft, EditionState::kPreliminary}) {
    EXPECT_EQ(known.Learn(EditionIn(state), kNow)->edition.number, 2);
    for (const Viewer& viewer : {kStaff, kInstitution, kPublic}) {
      EXPECT_EQ(known.Find(kName, viewer, kNow), nullptr);
    }
  }
}

TEST(KnownEditionsTest, AnEmbargoHoldsForAllButStaff) {
  KnownEditions known;
  Edition edition = EditionIn(EditionState::kPublished);
  edition.embargo_until = kNow;
  known.Learn(edition, kNow);
  const absl::Time before = kNow - absl::Microseconds(1);
  EXPECT_NE(known.Find(kName, kStaff, before), nullptr);
  EXPECT_EQ(known.Find(kName, kPublic, before), nullptr);
  EXPECT_EQ(known.Find(kName, kInstitution, before), nullptr);
  EXPECT_NE(known.Find(kName, kPublic, kNow), nullptr);
}

// It may be withdrawn before its embargo ends, and is then never shown.
TEST(KnownEditionsTest, WhatIsUnderEmbargoIsAskedAgain) {
  KnownEditions known;
  Edition edition = EditionIn(EditionState::kPublished);
  edition.embargo_until = kNow + absl::Seconds(1);
  known.Learn(edition, kNow);
  EXPECT_EQ(known.Find(kName, kStaff, kNow), nullptr);
  EXPECT_EQ(known.Find(kName, kPublic, kNow + absl::Seconds(2)), nullptr);
}

TEST(KnownEditionTest, KeysNameTheContent) {
  const Edition edition = EditionIn(EditionState::kPublished);
  const KnownEdition known(edition);
  EXPECT_EQ(known.ScoreKey("u1").rfind("tarazy:v1:score:r/2-", 0), 0u);
  EXPECT_EQ(KnownEdition(edition).ScoreKey("u1"), known.ScoreKey("u1"));
  EXPECT_NE(known.ScoreKey("u1"), known.ScoreKey("u2"));
  EXPECT_NE(known.RowsKey("a", 1, 11), known.RowsKey("a:1", 1, 1));
  Edition other = edition;  // the same number after a restored backup
  other.digest = "e";
  EXPECT_NE(KnownEdition(other).ScoreKey("u1"), known.ScoreKey("u1"));
  Edition later = edition;  // another title may have been given to a unit in between
  later.created += absl::Microseconds(1);
  EXPECT_NE(KnownEdition(later).RowsKey("", 1, -1), known.RowsKey("", 1, -1));
  Edition withdrawn = edition;
  withdrawn.state = EditionState::kWithdrawn;
  EXPECT_EQ(KnownEdition(withdrawn).ScoreKey("u1"), known.ScoreKey("u1")) << "the same figures";
}

}  // namespace
}  // namespace tarazy::rankings
