// What the register tells the other services, over a real database.
#include "services/accreditation/app/register_events.h"

#include "services/accreditation/app/append_register.h"
#include "services/accreditation/app/certificate_book.h"
#include "services/accreditation/app/certificates.h"
#include "services/accreditation/app/register_acts.h"
#include "services/accreditation/domain/certificate/test_certificate.h"
#include "tarazy/accreditation/v1/event.pb.h"
#include "tests/store/decided_case_fixture.h"
#include "tests/store/told.h"

namespace tarazy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RegisterEventsTest : public DecidedCaseTest {
 protected:
  // Those since the last call.
  std::vector<common::v1::Event> News() {
    std::vector<common::v1::Event> events = Told(db());
    events.erase(events.begin(), events.begin() + static_cast<ptrdiff_t>(seen_));
    seen_ += events.size();
    for (const common::v1::Event& event : events) {
      EXPECT_EQ(event.institution(), "institutions/ektu");
    }
    return events;
  }
  size_t seen_ = 0;
};
TEST_ON_BOTH_ENGINES(RegisterEventsTest);

TEST_P(RegisterEventsTest, AGrantIsToldWithTheLastDayOfItsTerm) {
  Ok(Record(Grant("g")));
  const auto news = News();
  ASSERT_EQ(news.size(), 1u);
  EXPECT_EQ(news[0].aggregate(), kProgramme);
  EXPECT_THAT(DeadlinesOf(news[0]), ElementsAre("decisions/g accreditation-expiry 2031-05-24"));
  const auto payload = PayloadOf<pb::DecisionRecorded>(news[0]);
  EXPECT_EQ(payload.decision(), "decisions/g");
  EXPECT_EQ(payload.subject().subject(), kProgramme);
  EXPECT_EQ(payload.subject().title(), "6B04106 of ektu");
  EXPECT_EQ(payload.subject().code(), "6B04106");
  EXPECT_EQ(payload.subject().scope(), pb::PROCEDURE_TYPE_PROGRAMME);
  EXPECT_EQ(payload.kind(), pb::DECISION_KIND_GRANT);
  EXPECT_EQ(payload.years(), 5);
  EXPECT_EQ(payload.valid_to(), "2031-05-25");
  EXPECT_EQ(payload.case_name(), "cases/c");
}

TEST_P(RegisterEventsTest, WhatIsRefusedOrRolledBackTellsNothing) {
  pb::Decision wrong = Grant("g");
  wrong.set_years(4);
  EXPECT_FALSE(Record(wrong).ok());
  EXPECT_FALSE(db().Write(Soon(),
                          [&](sql::Tx& tx) -> absl::Status {
                            FakeCases cases = cases_;
                            RETURN_IF_ERROR(
                                acc::RecordDecision(tx, cases, By(), Grant("g")).status());
                            return absl::AbortedError("only checked");
                          })
                   .ok());
  EXPECT_THAT(News(), IsEmpty());
}

TEST_P(RegisterEventsTest, ARefusalHasNoDeadline) {
  Ok(Record(Refusal("r")));
  const auto news = News();
  ASSERT_EQ(news.size(), 1u);
  EXPECT_EQ(PayloadOf<pb::DecisionRecorded>(news[0]).reason(), "three standards are not met");
  EXPECT_THAT(DeadlinesOf(news[0]), IsEmpty());
}

TEST_P(RegisterEventsTest, AWithdrawalEndsTheDeadlineAndItsAppealBringsItBack) {
  Ok(Record(Grant("g")));
  News();
  Ok(Record(Upon("w", pb::DECISION_KIND_WITHDRAW, "g")));
  auto news = News();
  ASSERT_EQ(news.size(), 1u);
  EXPECT_THAT(DeadlinesOf(news[0]), ElementsAre("decisions/g accreditation-expiry ended"));
  const auto revoked = PayloadOf<pb::DecisionRevoked>(news[0]);
  EXPECT_EQ(revoked.decision(), "decisions/g");
  EXPECT_EQ(revoked.by(), "decisions/w");
  EXPECT_EQ(revoked.reason(), "no report came");
  Ok(File("a", "w", "2026-05-29"));
  news = News();
  ASSERT_EQ(news.size(), 1u);
  EXPECT_EQ(PayloadOf<pb::AppealFiled>(news[0]).appeal(), "appeals/a");
  EXPECT_EQ(PayloadOf<pb::AppealFiled>(news[0]).decision(), "decisions/w");
  EXPECT_THAT(DeadlinesOf(news[0]), ElementsAre("decisions/g accreditation-expiry 2031-05-24"));
  Ok(End(Dismissed(MakeVote(7, "fffff", "p")), By("tokens/other")));
  news = News();
  ASSERT_EQ(news.size(), 1u);
  const auto decided = PayloadOf<pb::AppealDecided>(news[0]);
  EXPECT_EQ(decided.outcome(), pb::APPEAL_OUTCOME_DISMISSED);
  EXPECT_EQ(decided.reason(), "the procedure was followed");
  EXPECT_THAT(DeadlinesOf(news[0]), ElementsAre("decisions/g accreditation-expiry ended"));
}

TEST_P(RegisterEventsTest, ASuspensionEndsTheDeadlineAndAReinstatementSetsItAgain) {
  Ok(Record(Grant("g")));
  News();
  Ok(Record(Upon("s", pb::DECISION_KIND_SUSPEND, "g")));
  Ok(Record(Upon("i", pb::DECISION_KIND_REINSTATE, "s")));
  const auto news = News();
  ASSERT_EQ(news.size(), 2u);
  EXPECT_EQ(PayloadOf<pb::DecisionRecorded>(news[0]).kind(), pb::DECISION_KIND_SUSPEND);
  EXPECT_EQ(PayloadOf<pb::DecisionRecorded>(news[0]).acts_on(), "decisions/g");
  EXPECT_THAT(DeadlinesOf(news[0]), ElementsAre("decisions/g accreditation-expiry ended"));
  EXPECT_THAT(DeadlinesOf(news[1]), ElementsAre("decisions/g accreditation-expiry 2031-05-24"));
}

TEST_P(RegisterEventsTest, ARenewalEndsTheDeadlineOfTheGrantBefore) {
  Ok(Record(Historical("old", pb::DECISION_KIND_GRANT, "2022-01-10", 5)));
  News();
  Ok(Record(Grant("g")));
  EXPECT_THAT(DeadlinesOf(News().at(0)),
              ElementsAre("decisions/old accreditation-expiry ended",
                          "decisions/g accreditation-expiry 2031-05-24"));
}

TEST_P(RegisterEventsTest, OfHistoricalDecisionsOnlyDeadlinesAreTold) {
  const auto imported = InWrite(db(), [&](sql::Tx& tx) {
    return acc::ImportDecisions(tx, By(),
                                {Historical("a", pb::DECISION_KIND_GRANT, "2010-01-10", 5),
                                 Historical("b", pb::DECISION_KIND_GRANT, "2017-01-10", 5),
                                 Historical("c", pb::DECISION_KIND_GRANT, "2022-01-10", 5)});
  });
  ASSERT_OK(imported.status());
  const auto news = News();
  ASSERT_EQ(news.size(), 1u);
  EXPECT_TRUE(PayloadOf<pb::DecisionRecorded>(news[0]).historical());
  EXPECT_THAT(DeadlinesOf(news[0]), ElementsAre("decisions/c accreditation-expiry 2027-01-09"));
}

TEST_P(RegisterEventsTest, ARevokedCertificateIsTold) {
  const acc::Signer signer = acc::TestSigner();
  acc::RecordingBy by = By();
  acc::RegisterCertificates certificates(signer, by.units, by.now);
  by.certificates = &certificates;
  const pb::Decision grant = Ok(Record(Grant("g"), by));
  EXPECT_EQ(PayloadOf<pb::DecisionRecorded>(News().at(0)).certificate(), grant.certificate());
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const pb::Certificate revoked,
                     acc::RevokeCertificate(
                         tx, absl::StripPrefix(grant.certificate(), "certificates/"),
                         "printed twice", {.person = "admin t1", .now = now_, .today = today_}));
    return acc::AppendRevocation(tx, {.now = now_, .today = today_}, grant, revoked.revocation());
  }));
  const auto news = News();
  ASSERT_EQ(news.size(), 1u);
  const auto payload = PayloadOf<pb::CertificateRevoked>(news[0]);
  EXPECT_EQ(payload.certificate(), grant.certificate());
  EXPECT_EQ(payload.decision(), "decisions/g");
  EXPECT_EQ(payload.reason(), "printed twice");
  EXPECT_EQ(payload.from(), "2026-06-01");
}

}  // namespace
}  // namespace tarazy::testing
