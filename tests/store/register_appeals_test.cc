// appeals.h, on both engines.
#include "tests/store/decided_case_fixture.h"

namespace tarazy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RegisterAppealsTest : public DecidedCaseTest {};

TEST_P(RegisterAppealsTest, AFallenDecisionMayBeTakenAgain) {
  ASSERT_OK(Record(Refusal("1")).status());
  ASSERT_OK(Record(Grant("2", kOther)).status());
  ASSERT_OK(File("a", "1", "2026-05-26").status());
  acc::AppealEnd upheld = Dismissed(MakeVote(5, "fff", "other"));
  upheld.outcome = pb::APPEAL_OUTCOME_UPHELD;
  ASSERT_OK(End(upheld, By("tokens/appeals")).status());
  EXPECT_THAT(cases_.deeds, ElementsAre("cases/c decided 2026-05-25", "cases/c appealed 2026-05-26",
                                        "cases/c appeal ended 2026-06-01"));
  ASSERT_OK(Record(Grant("3")).status());
  EXPECT_EQ(Says(kProgramme, "2026-06-01"), "ACCREDITED by 3 until 2031-05-25");
}

TEST_P(RegisterAppealsTest, AnAppealRestsTheDecisionUntilItEnds) {
  ASSERT_OK(Record(Refusal("1")).status());
  ASSERT_OK(File("a", "1", "2026-05-26").status());
  EXPECT_EQ(Says(kProgramme, "2026-05-25"), "REFUSED by 1 until 2026-05-26");
  EXPECT_EQ(Says(kProgramme, "2026-05-26"), "UNDER_APPEAL by 1 until ");
  const pb::Appeal ended = Ok(End(Dismissed(MakeVote(5, "ffa", "other")), By("tokens/appeals")));
  EXPECT_EQ(ended.filed_sequence(), 2);
  EXPECT_EQ(ended.decided_sequence(), 3);
  EXPECT_EQ(ended.decided_on(), "2026-06-01");
  EXPECT_EQ(Says(kProgramme, "2026-06-01"), "REFUSED by 1 until ");
  EXPECT_EQ(Says(kProgramme, "2026-05-31"), "UNDER_APPEAL by 1 until 2026-06-01");
  EXPECT_FAILS(End(Dismissed(MakeVote(5, "ffa", "other")), By("tokens/appeals")).status(),
               kFailedPrecondition, kAppealState);
}

TEST_P(RegisterAppealsTest, AppealsAreInTimeAndOnce) {
  ASSERT_OK(Record(Refusal("1")).status());
  today_ = Day("2026-07-01");
  EXPECT_FAILS(File("a", "1", "2026-06-05").status(), kFailedPrecondition, kAppealState);
  EXPECT_FAILS(File("a", "none", "2026-06-04").status(), kNotFound, kNotFound);
  EXPECT_FAILS(File("a", "1", "2026-07-02").status(), kInvalidArgument, kInvalidField);
  ASSERT_OK(File("a", "1", "2026-06-04").status());
  EXPECT_FAILS(File("a", "1", "2026-06-04").status(), kAlreadyExists, kAlreadyExists);
  EXPECT_FAILS(File("b", "1", "2026-06-04").status(), kFailedPrecondition, kAppealState);
}

TEST_P(RegisterAppealsTest, AnInstitutionAppealsDecisionsAboutItself) {
  ASSERT_OK(Record(Refusal("1")).status());
  acc::RecordingBy by = By("tokens/iitu");
  by.by.institution = "iitu";
  EXPECT_FAILS(File("a", "1", "2026-05-26", by).status(), kPermissionDenied, kPermissionDenied);
  by.by.institution = "ektu";
  ASSERT_OK(File("a", "1", "2026-05-26", by).status());
}

TEST_P(RegisterAppealsTest, OthersDecideTheAppeal) {
  ASSERT_OK(Record(Refusal("1")).status());
  ASSERT_OK(File("a", "1", "2026-05-26").status());
  const acc::RecordingBy other = By("tokens/appeals");
  EXPECT_FAILS(End(Dismissed(MakeVote(5, "fff", "other")), By()).status(), kPermissionDenied,
               kSecondPersonNeeded);
  EXPECT_FAILS(End(Dismissed(MakeVote(5, "fff")), other).status(), kPermissionDenied,
               kConflictOfInterest);
  pb::Vote with_commission = MakeVote(5, "fff", "other");
  with_commission.mutable_ballots(0)->set_person("student");
  EXPECT_FAILS(End(Dismissed(with_commission), other).status(), kPermissionDenied,
               kConflictOfInterest);
  EXPECT_FAILS(End(Dismissed(MakeVote(9, "fff", "other")), other).status(), kFailedPrecondition,
               kNoQuorum);
  EXPECT_FAILS(End(Dismissed({}), other).status(), kInvalidArgument, kInvalidField);
  acc::AppealEnd unsaid = Dismissed(MakeVote(5, "fff", "other"));
  unsaid.outcome = pb::APPEAL_OUTCOME_UNSPECIFIED;
  EXPECT_FAILS(End(unsaid, other).status(), kInvalidArgument, kInvalidField);
  EXPECT_EQ(Changes().size(), 2u);
  ASSERT_OK(
      End({.name = "appeals/a", .outcome = pb::APPEAL_OUTCOME_WITHDRAWN, .reason = "they wrote so"},
          other)
          .status());
}

TEST_P(RegisterAppealsTest, TheCaseIsAppealedWhileAnyAppealIsOpen) {
  ASSERT_OK(Record(Refusal("1")).status());
  pb::Decision second = Refusal("2");
  second.set_subject(kOther);
  ASSERT_OK(Record(second).status());
  ASSERT_OK(File("a", "1", "2026-05-26").status());
  ASSERT_OK(File("b", "2", "2026-05-26").status());
  cases_.deeds.clear();
  acc::AppealEnd end = Dismissed(MakeVote(5, "fff", "other"));
  ASSERT_OK(End(end, By("tokens/appeals")).status());
  EXPECT_THAT(cases_.deeds, IsEmpty());
  end.name = "appeals/b";
  ASSERT_OK(End(end, By("tokens/appeals")).status());
  EXPECT_THAT(cases_.deeds, ElementsAre("cases/c appeal ended 2026-06-01"));
}

TEST_P(RegisterAppealsTest, ChangesSayWhatTheyDid) {
  ASSERT_OK(Record(Refusal("1")).status());
  ASSERT_OK(File("a", "1", "2026-05-26").status());
  ASSERT_OK(End(Dismissed(MakeVote(5, "fff", "other")), By("tokens/appeals")).status());
  const auto changes = Changes();
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].decision().name(), "decisions/1");
  EXPECT_EQ(changes[0].status_before(), pb::REGISTER_STATUS_NONE);
  EXPECT_EQ(changes[0].status_after(), pb::REGISTER_STATUS_REFUSED);
  EXPECT_EQ(changes[1].appeal_filed().name(), "appeals/a");
  EXPECT_EQ(changes[1].status_after(), pb::REGISTER_STATUS_UNDER_APPEAL);
  EXPECT_EQ(changes[2].appeal_decided().outcome(), pb::APPEAL_OUTCOME_DISMISSED);
  EXPECT_EQ(changes[2].status_after(), pb::REGISTER_STATUS_REFUSED);
  pb::RegisterChange shown = changes[0];
  acc::Redact(shown);
  EXPECT_EQ(shown.decision().vote().members(), 7);
  EXPECT_EQ(shown.decision().vote().ballots_size(), 0);
  EXPECT_EQ(shown.decision().recorded_by(), "");
}

INSTANTIATE_TEST_SUITE_P(Engines, RegisterAppealsTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace tarazy::testing
