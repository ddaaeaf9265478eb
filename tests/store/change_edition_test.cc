// Publishing, withdrawing and showing an edition, over a real database.
#include "services/rankings/app/result_head.h"
#include "services/rankings/app/visibility.h"
#include "tests/store/edition_fixture.h"

namespace tarazy::testing {
namespace {

using rankings::CheckVisible;
using rankings::Edition;
using rankings::EditionState;
using ::testing::HasSubstr;

const rankings::Viewer kStaff = {.staff = true};
const rankings::Viewer kPublic = {};

class ChangeEditionTest : public EditionFixture {};
TEST_ON_BOTH_ENGINES(ChangeEditionTest);
TEST_P(ChangeEditionTest, PublishingMakesItTheRankingsResult) {
  ImportSome();
  const Edition draft = Compute();
  const Edition published = PublishNow(draft);
  EXPECT_EQ(published.state, EditionState::kPublished);
  EXPECT_EQ(published.published, At(4));
  EXPECT_EQ(rankings::EtagOf(published), "v2");
  EXPECT_EQ(Stored(1).state, EditionState::kPublished);
  EXPECT_EQ(Published(), 1);
}

TEST_P(ChangeEditionTest, NextEditionSupersedesTheOneBefore) {
  ImportSome();
  PublishNow(Compute());
  PublishNow(Compute());
  EXPECT_EQ(Stored(1).state, EditionState::kSuperseded);
  EXPECT_EQ(rankings::EtagOf(Stored(1)), "v3");
  EXPECT_EQ(Stored(2).state, EditionState::kPublished);
  EXPECT_EQ(Published(), 2);
}

TEST_P(ChangeEditionTest, OnlyADraftCanBePublished) {
  ImportSome();
  PublishNow(Compute());
  const absl::Status again = TryPublish({.id = {"r", 1}, .now = At(5)}).status();
  EXPECT_FAILS(again, kFailedPrecondition, kEditionState);
  EXPECT_THAT(std::string(again.message()), HasSubstr("rankings/r/editions/1 is published"));
  EXPECT_FAILS(TryPublish({.id = {"r", 2}}).status(), kNotFound, kNotFound);
}

TEST_P(ChangeEditionTest, OneOfTwoConcurrentPublishingsWins) {
  ImportSome();
  Compute();
  absl::StatusOr<Edition> results[2];
  InParallel(2, [&](int i) { results[i] = TryPublish({.id = {"r", 1}, .now = At(4)}); });
  ASSERT_NE(results[0].ok(), results[1].ok());
  EXPECT_FAILS(results[results[0].ok() ? 1 : 0].status(), kFailedPrecondition, kEditionState);
}

TEST_P(ChangeEditionTest, StaleEtagIsAbortedAndChangesNothing) {
  ImportSome();
  Compute();
  EXPECT_FAILS(TryPublish({.id = {"r", 1}, .etag = "v9", .now = At(4)}).status(), kAborted,
               kStaleEtag);
  EXPECT_EQ(Stored(1).state, EditionState::kDraft);
  Ok(TryPublish({.id = {"r", 1}, .etag = "v1", .now = At(4)}));
  EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .etag = "v1", .erratum = "x"}).status(), kAborted,
               kStaleEtag);
  EXPECT_EQ(Stored(1).state, EditionState::kPublished);
}

TEST_P(ChangeEditionTest, EmbargoInThePastIsRefused) {
  ImportSome();
  Compute();
  for (const int64_t until : {3, 4}) {
    EXPECT_FAILS(TryPublish({.id = {"r", 1}, .embargo_until = At(until), .now = At(4)}).status(),
                 kInvalidArgument, kInvalidField);
  }
  EXPECT_EQ(Ok(TryPublish({.id = {"r", 1}, .embargo_until = At(5), .now = At(4)})).embargo_until,
            At(5));
  EXPECT_EQ(Stored(1).embargo_until, At(5));
}

TEST_P(ChangeEditionTest, WhatNoLongerVerifiesIsNotPublished) {
  ImportSome();
  Compute();
  ASSERT_OK(Exec(db(), "UPDATE value_version SET value = 11 WHERE unit = 'x' AND variable = 'a'"));
  EXPECT_FAILS(TryPublish({.id = {"r", 1}, .now = At(4)}).status(), kFailedPrecondition,
               kEvidenceMismatch);
  EXPECT_EQ(Stored(1).state, EditionState::kDraft);
  EXPECT_EQ(Published(), 0);
}

TEST_P(ChangeEditionTest, WithdrawingThePublishedLeavesNone) {
  ImportSome();
  PublishNow(Compute());
  const Edition withdrawn =
      Ok(TryWithdraw({.id = {"r", 1}, .erratum = "Қате табылды", .now = At(9)}));
  EXPECT_EQ(withdrawn.state, EditionState::kWithdrawn);
  EXPECT_EQ(Stored(1).erratum, "Қате табылды");
  EXPECT_EQ(Stored(1).withdrawn, At(9));
  EXPECT_EQ(Stored(1).published, At(4));
  EXPECT_EQ(Published(), 0);
  EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .erratum = "x"}).status(), kFailedPrecondition,
               kEditionState);
  PublishNow(Compute());
  EXPECT_EQ(Stored(1).state, EditionState::kWithdrawn);
  EXPECT_EQ(Published(), 2);
}

TEST_P(ChangeEditionTest, WithdrawingTheSupersededLeavesThePublished) {
  ImportSome();
  PublishNow(Compute());
  PublishNow(Compute());
  Ok(TryWithdraw({.id = {"r", 1}, .erratum = "x", .now = At(9)}));
  EXPECT_EQ(Published(), 2);
  EXPECT_EQ(Stored(2).state, EditionState::kPublished);
}

TEST_P(ChangeEditionTest, WithdrawalNeedsAnErratumAndSomethingPublished) {
  ImportSome();
  Compute();
  EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .erratum = "x"}).status(), kFailedPrecondition,
               kEditionState);
  for (const std::string& erratum :
       {std::string(), std::string(10'001, 'x'), std::string("\xff")}) {
    EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .erratum = erratum}).status(), kInvalidArgument,
                 kInvalidField);
  }
  EXPECT_FAILS(TryWithdraw({.id = {"r", 7}, .erratum = "x"}).status(), kNotFound, kNotFound);
}

TEST_P(ChangeEditionTest, ErratumOfTextThatCannotBeStoredIsRefused) {
  ImportSome();
  PublishNow(Compute());
  EXPECT_FAILS(TryWithdraw({.id = {"r", 1}, .erratum = std::string("a\0b", 3)}).status(),
               kInvalidArgument, kInvalidField);
  Ok(TryWithdraw({.id = {"r", 1}, .erratum = "two\nlines", .now = At(9)}));
}

TEST_P(ChangeEditionTest, VisibilityFollowsStateAndEmbargo) {
  ImportSome();
  const Edition draft = Compute();
  EXPECT_FAILS(CheckVisible(draft, kPublic, At(9)), kNotFound, kNotFound);
  EXPECT_TRUE(CheckVisible(draft, kStaff, At(9)).ok());
  const absl::Time until = absl::FromUnixSeconds(1'000'000'000);
  Ok(TryPublish({.id = {"r", 1}, .embargo_until = until, .now = At(4)}));
  const Edition embargoed = Stored(1);
  const absl::Status early = CheckVisible(embargoed, kPublic, until - absl::Microseconds(1));
  EXPECT_FAILS(early, kFailedPrecondition, kEmbargoed);
  EXPECT_THAT(std::string(early.message()), HasSubstr("2001-09-09T01:46:40Z"));
  EXPECT_TRUE(CheckVisible(embargoed, kStaff, At(4)).ok());
  EXPECT_TRUE(CheckVisible(embargoed, kPublic, until).ok());
  Ok(TryWithdraw({.id = {"r", 1}, .erratum = "x", .now = until}));
  EXPECT_TRUE(CheckVisible(Stored(1), kPublic, until).ok());
}

TEST_P(ChangeEditionTest, TheResultIsWhatTheViewerSeesNow) {
  ImportSome();
  const auto head = [&](absl::Time now) {
    rankings::ResultHead found;
    const absl::Status status = db().Read(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(found, rankings::LoadHead(tx, "r", now));
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  };
  Compute();
  EXPECT_EQ(head(At(4)).For(kStaff), 0);
  PublishNow(Stored(1));
  EXPECT_EQ(head(At(4)).For(kPublic), 1);
  EXPECT_EQ(head(At(4)).until, absl::InfiniteFuture());
  Compute();
  const absl::Time until = absl::FromUnixSeconds(1'000'000'000);
  Ok(TryPublish({.id = {"r", 2}, .embargo_until = until, .now = At(5)}));
  const rankings::ResultHead early = head(until - absl::Microseconds(1));
  EXPECT_EQ(early.For(kStaff), 2);
  EXPECT_EQ(early.For(kPublic), 1);
  EXPECT_EQ(early.until, until);
  EXPECT_EQ(head(until).For(kPublic), 2);
  EXPECT_EQ(head(until).until, absl::InfiniteFuture());
  Ok(TryWithdraw({.id = {"r", 2}, .erratum = "x", .now = At(9)}));
  EXPECT_EQ(head(until).For(kStaff), 0);
  EXPECT_EQ(head(until).For(kPublic), 1) << "the one before is shown again";
}

}  // namespace
}  // namespace tarazy::testing
