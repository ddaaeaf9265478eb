// record_decision.h, on both engines.
#include "tests/store/decided_case_fixture.h"

namespace tarazy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RegisterDecisionsTest : public DecidedCaseTest {};

TEST_P(RegisterDecisionsTest, AGrantThatFollowsTheProposalIsRecorded) {
  const pb::Decision recorded = Ok(Record(Grant("1")));
  EXPECT_EQ(recorded.sequence(), 1);
  EXPECT_EQ(recorded.valid_from(), "2026-05-25");
  EXPECT_EQ(recorded.valid_to(), "2031-05-25");
  EXPECT_EQ(recorded.recorded_by(), "tokens/secretary");
  EXPECT_EQ(recorded.deviates_from(), "");
  EXPECT_GT(recorded.record_time().seconds(), 0);
  EXPECT_EQ(Says(kProgramme, "2026-05-24"), "NONE by  until 2026-05-25");
  EXPECT_EQ(Says(kProgramme, "2031-05-24"), "ACCREDITED by 1 until 2031-05-25");
  EXPECT_EQ(Says(kProgramme, "2031-05-25"), "EXPIRED by 1 until ");
}

TEST_P(RegisterDecisionsTest, WhatOnlyTheRegisterSaysIsNotTakenFromTheCaller) {
  pb::Decision sent = Grant("1");
  sent.set_sequence(77);
  sent.set_recorded_by("tokens/other");
  sent.set_deviates_from("nothing");
  sent.set_certificate("certificates/x");
  sent.add_obligations()->set_kind("none");
  const pb::Decision recorded = Ok(Record(sent));
  EXPECT_EQ(recorded.sequence(), 1);
  EXPECT_EQ(recorded.recorded_by(), "tokens/secretary");
  EXPECT_EQ(recorded.deviates_from(), "");
  EXPECT_EQ(recorded.certificate(), "");
  EXPECT_NE(recorded.obligations(0).kind(), "none");
}

TEST_P(RegisterDecisionsTest, AGrantObligesToReportsBeforeItsEnd) {
  std::vector<std::string> due;
  const pb::Decision recorded = Ok(Record(Grant("1")));
  for (const auto& one : recorded.obligations()) {
    due.push_back(one.kind() + " " + one.due());
  }
  EXPECT_THAT(due, ElementsAre("interim-report 2027-05-25", "interim-report 2028-05-25",
                               "mid-term 2028-11-25", "interim-report 2029-05-25",
                               "interim-report 2030-05-25"));
}

TEST_P(RegisterDecisionsTest, TheLastDecisionEndsTheCase) {
  ASSERT_OK(Record(Grant("1")).status());
  EXPECT_THAT(cases_.deeds, IsEmpty());
  ASSERT_OK(Record(Grant("2", kOther)).status());
  EXPECT_THAT(cases_.deeds, ElementsAre("cases/c decided 2026-05-25"));
}

TEST_P(RegisterDecisionsTest, ADeferralDoesNotEndTheCase) {
  ASSERT_OK(Record(Grant("1")).status());
  pb::Decision deferral = Grant("2", kOther);
  deferral.set_kind(pb::DECISION_KIND_DEFER);
  deferral.set_years(0);
  deferral.set_valid_to("2026-11-25");
  deferral.set_reason("a document is missing");
  ASSERT_OK(Record(deferral).status());
  EXPECT_THAT(cases_.deeds, IsEmpty());
  ASSERT_OK(Record(Grant("3", kOther)).status());
  EXPECT_THAT(cases_.deeds, ElementsAre("cases/c decided 2026-05-25"));
}

TEST_P(RegisterDecisionsTest, ACaseGivesEachSubjectOneDecision) {
  ASSERT_OK(Record(Grant("1")).status());
  EXPECT_FAILS(Record(Grant("2")).status(), kFailedPrecondition, kRegisterConflict);
  ASSERT_OK(Record(Grant("3", kOther)).status());
  EXPECT_FAILS(Record(Grant("4")).status(), kFailedPrecondition, kCaseState);
}

TEST_P(RegisterDecisionsTest, EveryFaultIsNamed) {
  pb::Decision bad = Grant("Bad Name");
  bad.set_decided_on("2026-13-01");
  bad.set_scope(pb::PROCEDURE_TYPE_INSTITUTIONAL);
  bad.clear_vote();
  const absl::Status status = Record(bad).status();
  EXPECT_FAILS(status, kInvalidArgument, kInvalidField);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : DetailOf(status).fields) fields.push_back(fault.field);
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("decision.name", "decision.decided_on",
                                                      "decision.scope", "decision.vote"));
}

TEST_P(RegisterDecisionsTest, WhatTheCaseDoesNotAllowIsRefused) {
  const auto fault = [&](const pb::Decision& decision) {
    const absl::Status status = Record(decision).status();
    EXPECT_FAILS(status, kInvalidArgument, kInvalidField);
    const auto fields = DetailOf(status).fields;
    return fields.empty() ? "" : fields[0].field;
  };
  pb::Decision decision = Grant("1");
  decision.set_decided_on("2026-04-24");
  EXPECT_EQ(fault(decision), "decision.decided_on");  // before the visit ended
  decision = Grant("1");
  decision.set_decided_on("2026-06-02");
  EXPECT_EQ(fault(decision), "decision.decided_on");  // in the future
  decision = Grant("1");
  decision.set_years(4);
  decision.set_reason("so");
  EXPECT_EQ(fault(decision), "decision.years");
  decision = Grant("1");
  decision.set_valid_to("2031-05-26");
  EXPECT_EQ(fault(decision), "decision.valid_to");
  decision = Grant("1");
  decision.set_agency("iqaa");
  EXPECT_EQ(fault(decision), "decision.agency");
  decision = Grant("1", "programmes/iitu-6B04106");
  EXPECT_EQ(fault(decision), "decision.subject");
  decision = Grant("1", "programmes/nobody");
  EXPECT_EQ(fault(decision), "decision.subject");
  decision = Grant("1");
  decision.set_scope(pb::PROCEDURE_TYPE_PRIMARY);
  EXPECT_EQ(fault(decision), "decision.scope");
  decision = Refusal("1");
  decision.clear_reason();
  EXPECT_EQ(fault(decision), "decision.reason");
  decision = Grant("1");
  decision.clear_case_name();
  EXPECT_EQ(fault(decision), "decision.case_name");
}

TEST_P(RegisterDecisionsTest, ADeviationNeedsAReasonAndIsNamed) {
  pb::Decision decision = Grant("1");
  decision.set_years(3);
  EXPECT_FAILS(Record(decision).status(), kInvalidArgument, kInvalidField);
  decision.set_reason("two standards improved too late");
  EXPECT_EQ(Ok(Record(decision)).deviates_from(),
            "the commission proposes a grant for 5 years; the term rule 1 suggests a grant for 5 "
            "years");
}

TEST_P(RegisterDecisionsTest, AConditionalGrantHasConditionsOfTheCase) {
  pb::Decision decision = Grant("1");
  decision.set_kind(pb::DECISION_KIND_GRANT_CONDITIONALLY);
  decision.set_years(1);
  decision.set_reason("r-1 is open");
  EXPECT_FAILS(Record(decision).status(), kInvalidArgument, kInvalidField);
  decision.add_conditions("r-9");
  EXPECT_FAILS(Record(decision).status(), kInvalidArgument, kInvalidField);
  decision.set_conditions(0, "r-1");
  ASSERT_OK(Record(decision).status());
  EXPECT_EQ(Says(kProgramme, "2026-06-01"), "CONDITIONAL by 1 until 2027-05-25");
}

TEST_P(RegisterDecisionsTest, TooFewVotesOrTooFewInFavour) {
  pb::Decision decision = Grant("1");
  const auto try_vote = [&](int members, absl::string_view ballots) {
    *decision.mutable_vote() = MakeVote(members, ballots);
    return Record(decision).status();
  };
  EXPECT_FAILS(try_vote(9, "ffff"), kFailedPrecondition, kNoQuorum);    // 44 %
  EXPECT_FAILS(try_vote(8, "fffr"), kFailedPrecondition, kNoQuorum);    // recused: not there
  EXPECT_FAILS(try_vote(8, "ffaann"), kFailedPrecondition, kNoQuorum);  // a tie
  EXPECT_FAILS(try_vote(3, "ffff"), kInvalidArgument, kInvalidField);   // more than there are
  EXPECT_EQ(Changes().size(), 0u);
  ASSERT_OK(try_vote(8, "fnnn"));  // 50 %
}

TEST_P(RegisterDecisionsTest, WhoSatOnTheCommissionDoesNotVote) {
  pb::Decision decision = Grant("1");
  decision.mutable_vote()->mutable_ballots(1)->set_person("chair");
  const absl::Status status = Record(decision).status();
  EXPECT_FAILS(status, kPermissionDenied, kConflictOfInterest);
  EXPECT_THAT(std::string(status.message()), HasSubstr("chair"));
  decision.mutable_vote()->mutable_ballots(1)->set_choice(pb::BALLOT_CHOICE_RECUSED);
  decision.mutable_vote()->mutable_ballots(1)->set_reason("led the commission");
  *decision.mutable_vote()->add_ballots() = MakeVote(7, "fffff").ballots(4);
  ASSERT_OK(Record(decision).status());
}

TEST_P(RegisterDecisionsTest, WhoSatOnTheCommissionDoesNotRecord) {
  EXPECT_FAILS(Record(Grant("1"), By("tokens/chair")).status(), kPermissionDenied,
               kSecondPersonNeeded);
}

TEST_P(RegisterDecisionsTest, ANameIsTakenOnce) {
  ASSERT_OK(Record(Grant("1")).status());
  EXPECT_FAILS(Record(Grant("1", kOther)).status(), kAlreadyExists, kAlreadyExists);
  EXPECT_EQ(Changes().size(), 1u);
}

TEST_P(RegisterDecisionsTest, UnknownCasesAndTargetsAreNotFound) {
  pb::Decision decision = Grant("1");
  decision.set_case_name("cases/none");
  EXPECT_FAILS(Record(decision).status(), kNotFound, kNotFound);
  EXPECT_FAILS(Record(Upon("2", pb::DECISION_KIND_WITHDRAW, "none")).status(), kNotFound,
               kNotFound);
}

TEST_P(RegisterDecisionsTest, ActingUponADecisionOfAnotherLineIsAConflict) {
  ASSERT_OK(Record(Grant("1", kOther)).status());
  EXPECT_FAILS(Record(Upon("2", pb::DECISION_KIND_WITHDRAW, "1")).status(), kFailedPrecondition,
               kRegisterConflict);
}

TEST_P(RegisterDecisionsTest, ActsUponAGrantNeedAVoteAndNoCase) {
  ASSERT_OK(Record(Grant("1")).status());
  pb::Decision withdrawal = Upon("2", pb::DECISION_KIND_WITHDRAW, "1");
  *withdrawal.mutable_vote() = MakeVote(9, "ffff");
  EXPECT_FAILS(Record(withdrawal).status(), kFailedPrecondition, kNoQuorum);  // by the case's rules
  *withdrawal.mutable_vote() = MakeVote(7, "ffff");
  withdrawal.mutable_vote()->mutable_ballots(0)->set_person("student");
  EXPECT_FAILS(Record(withdrawal).status(), kPermissionDenied, kConflictOfInterest);
  *withdrawal.mutable_vote() = MakeVote(7, "ffff");
  ASSERT_OK(Record(withdrawal).status());
  EXPECT_EQ(Says(kProgramme, "2026-05-28"), "WITHDRAWN by 2 until ");
  EXPECT_EQ(Says(kProgramme, "2026-05-27"), "ACCREDITED by 1 until 2026-05-28");
}

TEST_P(RegisterDecisionsTest, HistoricalDecisionsAreTheAdministratorsAlone) {
  const pb::Decision decision = Historical("old", pb::DECISION_KIND_GRANT, "2015-01-01", 5);
  EXPECT_FAILS(Record(decision, By("tokens/member", false)).status(), kPermissionDenied,
               kPermissionDenied);
  ASSERT_OK(Record(decision).status());
  EXPECT_EQ(Says(kProgramme, "2019-12-31"), "ACCREDITED by old until 2020-01-01");
}

TEST_P(RegisterDecisionsTest, AnImportIsRecordedWholeOrNotAtAll) {
  std::vector<pb::Decision> decisions = {
      Historical("g1", pb::DECISION_KIND_GRANT, "2015-01-01", 5),
      Historical("s1", pb::DECISION_KIND_SUSPEND, "2016-01-01", 0, "g1"),
      Historical("q1", pb::DECISION_KIND_REINSTATE, "2016-06-01", 0, "g1"),
      Historical("g2", pb::DECISION_KIND_GRANT, "2020-01-01", 5)};
  std::vector<pb::Decision> bad = decisions;
  bad[1].set_acts_on("decisions/none");
  bad[3].set_decided_on("yesterday");
  bad.push_back(decisions[0]);
  const auto import = [&](const std::vector<pb::Decision>& list) {
    return InWrite(db(), [&](sql::Tx& tx) { return acc::ImportDecisions(tx, By(), list); });
  };
  const absl::Status status = import(bad).status();
  EXPECT_FAILS(status, kInvalidArgument, kImportRejected);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : DetailOf(status).fields) fields.push_back(fault.field);
  EXPECT_THAT(fields, ElementsAre("decisions[1].acts_on", "decisions[2].acts_on",
                                  "decisions[3].decided_on", "decisions[4].name"));
  EXPECT_EQ(Changes().size(), 0u);
  EXPECT_EQ(Ok(import(decisions)).size(), 4u);
  EXPECT_EQ(Says(kProgramme, "2016-03-01"), "SUSPENDED by s1 until 2016-06-01");
  EXPECT_EQ(Says(kProgramme, "2016-06-01"), "ACCREDITED by g1 until 2025-01-01");
  EXPECT_EQ(Says(kProgramme, "2026-01-01"), "EXPIRED by g2 until ");
  EXPECT_FAILS(import(decisions).status(), kInvalidArgument, kImportRejected);
}

TEST_P(RegisterDecisionsTest, CertificatesAreIssuedInTheSameTransaction) {
  struct Certificates final : acc::CertificateBook {
    absl::Status answer;
    absl::StatusOr<std::string> Decided(sql::Tx&, const pb::Decision& decision) override {
      RETURN_IF_ERROR(answer);
      return absl::StrCat("certificates/", decision.sequence());
    }
    absl::Status Appealed(sql::Tx&, const pb::Appeal&) override { return absl::OkStatus(); }
  } certificates;
  acc::RecordingBy by = By();
  by.certificates = &certificates;
  certificates.answer = absl::UnavailableError("no key");
  EXPECT_EQ(Record(Grant("1"), by).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Changes().size(), 0u);
  certificates.answer = absl::OkStatus();
  EXPECT_EQ(Ok(Record(Grant("1"), by)).certificate(), "certificates/1");
  EXPECT_EQ(Changes()[0].decision().certificate(), "certificates/1");
}

INSTANTIATE_TEST_SUITE_P(Engines, RegisterDecisionsTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace tarazy::testing
