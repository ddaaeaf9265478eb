// Preliminary editions and objections to them, over a real database.
#include "services/rankings/app/objections.h"

#include "services/rankings/app/visibility.h"
#include "tests/store/edition_fixture.h"

namespace tarazy::testing {
namespace {

using rankings::Edition;
using rankings::EditionState;
using rankings::Objection;
using rankings::ObjectionState;
using rankings::Person;
using ::testing::HasSubstr;

class ObjectionsTest : public EditionFixture {
 protected:
  absl::StatusOr<Edition> TryRelease(int number, absl::Time until = At(100)) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return rankings::Release(tx, {.id = {"r", number}, .objections_until = until, .now = At(10)});
    });
  }
  absl::StatusOr<Objection> TryObject(const std::string& unit, absl::Time now = At(20)) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return rankings::Object(tx,
                              {.edition = {"r", 1}, .unit = unit, .reason = "wrong", .now = now});
    });
  }
  absl::StatusOr<Objection> TryResolve(int ordinal, ObjectionState state) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return rankings::Resolve(
          tx, {.edition = {"r", 1}, .ordinal = ordinal, .state = state, .reason = "looked"});
    });
  }
  absl::StatusOr<Edition> PublishAt(absl::Time now) {
    return TryPublish({.id = {"r", 1}, .now = now});
  }
};
TEST_ON_BOTH_ENGINES(ObjectionsTest);

TEST_P(ObjectionsTest, NothingIsPublishedWhileTheWindowIsOpen) {
  ImportSome();
  Compute();
  const Edition preliminary = Ok(TryRelease(1));
  EXPECT_EQ(preliminary.state, EditionState::kPreliminary);
  const absl::Status early = PublishAt(At(99)).status();
  EXPECT_FAILS(early, kFailedPrecondition, kObjectionsStand);
  EXPECT_THAT(std::string(early.message()), HasSubstr("objections are taken until"));
  EXPECT_EQ(Ok(PublishAt(At(100))).state, EditionState::kPublished);
  EXPECT_EQ(Stored(1).objections_until, At(100));
}

TEST_P(ObjectionsTest, OpenAndUpheldObjectionsStandInTheWay) {
  ImportSome();
  Compute();
  Ok(TryRelease(1));
  EXPECT_EQ(Ok(TryObject("x")).ordinal, 1);
  EXPECT_EQ(Ok(TryObject("z")).ordinal, 2);  // excluded units object, too
  EXPECT_FAILS(PublishAt(At(200)).status(), kFailedPrecondition, kObjectionsStand);
  EXPECT_EQ(Ok(TryResolve(1, ObjectionState::kDismissed)).resolution, "looked");
  EXPECT_FAILS(PublishAt(At(200)).status(), kFailedPrecondition, kObjectionsStand);
  Ok(TryResolve(2, ObjectionState::kUpheld));
  const absl::Status upheld = PublishAt(At(200)).status();
  EXPECT_FAILS(upheld, kFailedPrecondition, kObjectionsStand);
  EXPECT_THAT(std::string(upheld.message()), HasSubstr("compute a new edition"));
  EXPECT_FAILS(TryResolve(2, ObjectionState::kDismissed).status(), kFailedPrecondition,
               kObjectionWindow);
}

TEST_P(ObjectionsTest, DismissedOnesDoNot) {
  ImportSome();
  Compute();
  Ok(TryRelease(1));
  Ok(TryObject("x"));
  Ok(TryResolve(1, ObjectionState::kDismissed));
  EXPECT_EQ(Ok(PublishAt(At(200))).state, EditionState::kPublished);
}

TEST_P(ObjectionsTest, WindowsHaveABeginningAndAnEnd) {
  ImportSome();
  Compute();
  EXPECT_FAILS(TryObject("x").status(), kFailedPrecondition, kObjectionWindow);
  EXPECT_FAILS(TryRelease(1, At(10)).status(), kInvalidArgument, kInvalidField);
  Ok(TryRelease(1));
  Ok(TryObject("x", At(99)));
  EXPECT_FAILS(TryObject("x", At(100)).status(), kFailedPrecondition, kObjectionWindow);
  EXPECT_FAILS(TryObject("nobody").status(), kNotFound, kNotFound);
  EXPECT_FAILS(TryResolve(7, ObjectionState::kUpheld).status(), kNotFound, kNotFound);
}

TEST_P(ObjectionsTest, AtMostOneEditionIsPreliminary) {
  ImportSome();
  Compute();
  Compute();
  Ok(TryRelease(1));
  EXPECT_FAILS(TryRelease(1).status(), kFailedPrecondition, kEditionState);
  Ok(TryRelease(2));
  EXPECT_EQ(Stored(1).state, EditionState::kDraft);
  EXPECT_EQ(Stored(2).state, EditionState::kPreliminary);
}

TEST_P(ObjectionsTest, AWindowIsNotEscapedByGoingBackToDraft) {
  ImportSome();
  Compute();
  Compute();
  Ok(TryRelease(1));
  Ok(TryRelease(2));
  EXPECT_FAILS(PublishAt(At(99)).status(), kFailedPrecondition, kObjectionsStand);
  EXPECT_EQ(Ok(PublishAt(At(100))).state, EditionState::kPublished);
}

TEST_P(ObjectionsTest, WhatWasWithdrawnUnderEmbargoIsNeverShown) {
  ImportSome();
  Compute();
  Ok(TryPublish({.id = {"r", 1}, .embargo_until = At(50), .now = At(4)}));
  Ok(TryWithdraw({.id = {"r", 1}, .erratum = "x", .now = At(9)}));
  EXPECT_FAILS(CheckVisible(Stored(1), {}, At(60)), kNotFound, kNotFound);
  EXPECT_TRUE(CheckVisible(Stored(1), {.staff = true}, At(60)).ok());
  EXPECT_TRUE(Ok(InRead(db(), [](sql::Tx& tx) {
                return rankings::ListEditions(tx, "r", 0, 10, At(60));
              })).empty());
}

// Objections survive what becomes of the edition: a draft that was objected to is not published.
TEST_P(ObjectionsTest, GoingBackToDraftDoesNotLoseObjections) {
  ImportSome();
  Compute();
  Compute();
  Ok(TryRelease(1));
  Ok(TryObject("x"));
  Ok(TryRelease(2));
  EXPECT_FAILS(PublishAt(At(200)).status(), kFailedPrecondition, kObjectionsStand);
}

TEST_P(ObjectionsTest, VisibleToInstitutionsOnlyWhilePreliminary) {
  ImportSome();
  Compute();
  Ok(TryRelease(1));
  const Edition edition = Stored(1);
  EXPECT_TRUE(CheckVisible(edition, {.institution = "any"}, At(20)).ok());
  EXPECT_FAILS(CheckVisible(edition, {}, At(20)), kNotFound, kNotFound);
  EXPECT_FAILS(CheckTableVisible(edition, {.institution = "any"}, At(20)), kFailedPrecondition,
               kEditionState);
  const auto listed = [&](bool with_preliminary) {
    return Ok(InRead(db(),
                     [&](sql::Tx& tx) {
                       return rankings::ListEditions(tx, "r", 0, 10, At(20), with_preliminary);
                     }))
        .size();
  };
  EXPECT_EQ(listed(false), 0u);
  EXPECT_EQ(listed(true), 1u);
}

}  // namespace
}  // namespace tarazy::testing
