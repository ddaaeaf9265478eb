// Certificates over a real database: given with a grant, ended with it, listed under a signature.
#include "services/accreditation/app/certificates.h"

#include "common/base/text.h"
#include "services/accreditation/domain/certificate/data_integrity.h"
#include "services/accreditation/domain/certificate/revocations.h"
#include "services/accreditation/domain/certificate/test_certificate.h"
#include "services/accreditation/domain/certificate/verify.h"
#include "services/accreditation/store/certificate_store.h"
#include "services/accreditation/store/framework_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using accreditation::RevocationList;
using accreditation::Signer;
using accreditation::TestFacts;
using accreditation::TestSigner;
using accreditation::TestTime;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace v1 = accreditation::v1;

constexpr char kGrant[] = "decisions/grant";

v1::Decision Decision(const std::string& name, v1::DecisionKind kind,
                      const std::string& acts_on = kGrant) {
  v1::Decision decision;
  decision.set_name(name);
  decision.set_agency("iaar");
  decision.set_scope(v1::PROCEDURE_TYPE_PROGRAMME);
  decision.set_kind(kind);
  decision.set_decided_on("2024-03-01");
  decision.set_acts_on(acts_on);
  decision.set_reason("because");
  return decision;
}

v1::Decision Grant(const std::string& name = kGrant) {
  v1::Decision decision = Decision(name, v1::DECISION_KIND_GRANT, "");
  decision.set_decided_on("2023-05-26");
  decision.set_years(5);
  return decision;
}

class CertificatesTest : public ServiceStoreTest {
 protected:
  CertificatesTest() : ServiceStoreTest(accreditation::SchemaMigrations()) {}

  absl::StatusOr<std::string> Issue(const v1::Decision& decision) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return accreditation::IssueCertificate(tx, signer_, decision, TestFacts().subject, now_);
    });
  }
  void Apply(const v1::Decision& decision) {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
      return accreditation::ApplyToCertificates(tx, decision, now_);
    }));
  }
  absl::StatusOr<v1::Certificate> Get(const std::string& id) {
    return InRead(db(),
                  [&](sql::Tx& tx) { return accreditation::GetCertificate(tx, id, Today()); });
  }
  absl::StatusOr<v1::Certificate> Revoke(const std::string& id, const std::string& reason) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return accreditation::RevokeCertificate(
          tx, id, reason, {.person = "admin t1", .now = now_, .today = Today()});
    });
  }
  absl::CivilDay Today() const { return absl::ToCivilDay(now_, absl::UTCTimeZone()); }
  std::string List() {
    return Ok(InRead(
        db(), [&](sql::Tx& tx) { return accreditation::SignRevocations(tx, signer_, now_); }));
  }
  // Whether a verifier with nothing but files takes it on a day.
  bool Holds(const std::string& id, absl::CivilDay on) {
    const std::string document = Ok(Get(id)).document(), list = List();
    return accreditation::VerifyCertificate({.certificate = document,
                                             .keys = {signer_.Did()},
                                             .revocations = list,
                                             .on = on,
                                             .now = now_})
        .ok();
  }

  Signer signer_ = TestSigner();
  absl::Time now_ = TestTime("2024-03-15T12:00:00Z");
  const absl::CivilDay before_{2024, 2, 1}, after_{2024, 4, 1};
};
TEST_ON_BOTH_ENGINES(CertificatesTest);

TEST_P(CertificatesTest, AGrantGetsOneThatVerifies) {
  EXPECT_EQ(Ok(Issue(Grant())), "certificates/iaar-2023-000001");
  const v1::Certificate certificate = Ok(Get("iaar-2023-000001"));
  EXPECT_EQ(certificate.number(), "IAAR-2023-000001");
  EXPECT_EQ(certificate.decision(), kGrant);
  EXPECT_FALSE(certificate.has_revocation());
  EXPECT_TRUE(Holds("iaar-2023-000001", after_));
  EXPECT_FALSE(Holds("iaar-2023-000001", absl::CivilDay(2028, 5, 26)));
  EXPECT_EQ(Ok(Get("grant")).number(), "IAAR-2023-000001");
}

TEST_P(CertificatesTest, NumbersCountInEachAgencysYear) {
  ASSERT_OK(Issue(Grant()).status());
  EXPECT_EQ(Ok(Issue(Grant("decisions/second"))), "certificates/iaar-2023-000002");
  v1::Decision other = Grant("decisions/other");
  other.set_agency("iqaa");
  EXPECT_EQ(Ok(Issue(other)), "certificates/iqaa-2023-000001");
  v1::Decision later = Grant("decisions/later");
  later.set_decided_on("2024-01-01");
  EXPECT_EQ(Ok(Issue(later)), "certificates/iaar-2024-000001");
}

TEST_P(CertificatesTest, ADecisionHasOne) {
  ASSERT_OK(Issue(Grant()).status());
  EXPECT_EQ(Issue(Grant()).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Issue(Decision("decisions/no", v1::DECISION_KIND_REFUSE, "")).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Get("nobody").status().code(), absl::StatusCode::kNotFound);
}

TEST_P(CertificatesTest, OneThatNobodyCouldVerifyIsNotIssued) {
  accreditation::SubjectFacts untitled = TestFacts().subject;
  untitled.institution_title = {};
  const auto issued = InWrite(db(), [&](sql::Tx& tx) {
    return accreditation::IssueCertificate(tx, signer_, Grant(), untitled, now_);
  });
  EXPECT_EQ(issued.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Get("grant").status().code(), absl::StatusCode::kNotFound);
}

TEST_P(CertificatesTest, WithdrawalEndsIt) {
  ASSERT_OK(Issue(Grant()).status());
  Apply(Decision("decisions/end", v1::DECISION_KIND_WITHDRAW));
  EXPECT_TRUE(Holds("grant", before_));
  EXPECT_FALSE(Holds("grant", after_));
  const v1::Revocation revocation = Ok(Get("grant")).revocation();
  EXPECT_EQ(revocation.from(), "2024-03-01");
  EXPECT_EQ(revocation.decision(), "decisions/end");
  EXPECT_EQ(revocation.reason(), "because");
  EXPECT_FALSE(revocation.suspended());
}

TEST_P(CertificatesTest, SuspensionRestsItUntilReinstatement) {
  ASSERT_OK(Issue(Grant()).status());
  Apply(Decision("decisions/rest", v1::DECISION_KIND_SUSPEND));
  EXPECT_FALSE(Holds("grant", after_));
  EXPECT_TRUE(Ok(Get("grant")).revocation().suspended());
  // It may name the grant or the suspension.
  for (const char* acts_on : {kGrant, "decisions/rest"}) {
    v1::Decision back = Decision(absl::StrCat("decisions/back-", acts_on == kGrant),
                                 v1::DECISION_KIND_REINSTATE, acts_on);
    back.set_valid_from("2024-03-20");
    Apply(back);
    EXPECT_TRUE(Holds("grant", after_)) << acts_on;
    EXPECT_FALSE(Holds("grant", absl::CivilDay(2024, 3, 10))) << acts_on;
    Apply(Decision("decisions/undo", v1::DECISION_KIND_VOID, back.name()));
    EXPECT_FALSE(Holds("grant", after_)) << acts_on;
  }
}

TEST_P(CertificatesTest, ASuspensionWithAnEndEndsByItself) {
  ASSERT_OK(Issue(Grant()).status());
  v1::Decision rest = Decision("decisions/rest", v1::DECISION_KIND_SUSPEND);
  rest.set_valid_to("2024-03-20");
  Apply(rest);
  EXPECT_FALSE(Holds("grant", absl::CivilDay(2024, 3, 19)));
  EXPECT_TRUE(Holds("grant", absl::CivilDay(2024, 3, 20)));
}

TEST_P(CertificatesTest, AVoidGrantNeverHeld) {
  ASSERT_OK(Issue(Grant()).status());
  Apply(Decision("decisions/void", v1::DECISION_KIND_VOID));
  EXPECT_FALSE(Holds("grant", absl::CivilDay(2023, 5, 26)));
  Apply(Decision("decisions/void-2", v1::DECISION_KIND_VOID, "decisions/void"));
  EXPECT_TRUE(Holds("grant", after_));
}

TEST_P(CertificatesTest, AVoidWithdrawalLeavesIt) {
  ASSERT_OK(Issue(Grant()).status());
  Apply(Decision("decisions/end", v1::DECISION_KIND_WITHDRAW));
  Apply(Decision("decisions/void", v1::DECISION_KIND_VOID, "decisions/end"));
  EXPECT_TRUE(Holds("grant", after_));
  EXPECT_FALSE(Ok(Get("grant")).has_revocation());
}

TEST_P(CertificatesTest, AnExtensionHasItsOwnAndFallsWithTheGrant) {
  ASSERT_OK(Issue(Grant()).status());
  v1::Decision extension = Decision("decisions/longer", v1::DECISION_KIND_EXTEND);
  extension.set_valid_to("2029-05-26");
  ASSERT_OK(Issue(extension).status());
  EXPECT_TRUE(Holds("longer", absl::CivilDay(2029, 1, 1)));
  Apply(Decision("decisions/end", v1::DECISION_KIND_WITHDRAW));
  EXPECT_FALSE(Holds("longer", after_));
  EXPECT_FALSE(Holds("grant", after_));
}

TEST_P(CertificatesTest, AnExtensionOfAGrantOfBeforeThisRegisterFallsWithIt) {
  v1::Decision extension =
      Decision("decisions/longer", v1::DECISION_KIND_EXTEND, "decisions/historical");
  extension.set_valid_to("2029-05-26");
  ASSERT_OK(Issue(extension).status());
  Apply(Decision("decisions/end", v1::DECISION_KIND_WITHDRAW, "decisions/historical"));
  EXPECT_FALSE(Holds("longer", after_));
}

TEST_P(CertificatesTest, AVoidExtensionTakesOnlyItself) {
  ASSERT_OK(Issue(Grant()).status());
  v1::Decision extension = Decision("decisions/longer", v1::DECISION_KIND_EXTEND);
  extension.set_valid_to("2029-05-26");
  ASSERT_OK(Issue(extension).status());
  Apply(Decision("decisions/void", v1::DECISION_KIND_VOID, "decisions/longer"));
  EXPECT_FALSE(Holds("longer", after_));
  EXPECT_TRUE(Holds("grant", after_));
}

TEST_P(CertificatesTest, AWithdrawalRestsDuringAnAppealAndComesBackOrFalls) {
  ASSERT_OK(Issue(Grant()).status());
  Apply(Decision("decisions/end", v1::DECISION_KIND_WITHDRAW));
  const auto appeal = [&](const char* name, v1::AppealOutcome outcome) {
    v1::Appeal record;
    record.set_name(name);
    record.set_decision("decisions/end");
    record.set_outcome(outcome);
    record.set_reason("heard");
    if (outcome != v1::APPEAL_OUTCOME_UNSPECIFIED) record.set_decided_on("2024-03-20");
    ASSERT_OK(db().Write(
        Soon(), [&](sql::Tx& tx) { return accreditation::ApplyAppeal(tx, record, now_); }));
  };
  appeal("appeals/1", v1::APPEAL_OUTCOME_UNSPECIFIED);
  EXPECT_TRUE(Holds("grant", after_));
  appeal("appeals/1", v1::APPEAL_OUTCOME_DISMISSED);
  EXPECT_FALSE(Holds("grant", after_));
  EXPECT_FALSE(Holds("grant", absl::CivilDay(2024, 3, 20)));
  EXPECT_TRUE(Holds("grant", absl::CivilDay(2024, 3, 19)));  // it held meanwhile
  appeal("appeals/2", v1::APPEAL_OUTCOME_UNSPECIFIED);
  appeal("appeals/2", v1::APPEAL_OUTCOME_UPHELD);
  EXPECT_TRUE(Holds("grant", after_));
}

TEST_P(CertificatesTest, AGrantThatFallsByAnAppealNeverHeld) {
  ASSERT_OK(Issue(Grant()).status());
  v1::Appeal record;
  record.set_name("appeals/1");
  record.set_decision(kGrant);
  record.set_reason("heard");
  const auto apply = [&](v1::AppealOutcome outcome) {
    record.set_outcome(outcome);
    ASSERT_OK(db().Write(
        Soon(), [&](sql::Tx& tx) { return accreditation::ApplyAppeal(tx, record, now_); }));
  };
  apply(v1::APPEAL_OUTCOME_UNSPECIFIED);
  EXPECT_TRUE(Holds("grant", after_));
  apply(v1::APPEAL_OUTCOME_UPHELD);
  EXPECT_FALSE(Holds("grant", absl::CivilDay(2023, 5, 26)));
  EXPECT_EQ(Ok(Get("grant")).revocation().decision(), "appeals/1");
}

TEST_P(CertificatesTest, DecisionsAreCertifiedByTheirKind) {
  const auto certify = [&](const v1::Decision& decision) {
    return Ok(InWrite(db(), [&](sql::Tx& tx) {
      return accreditation::Certify(tx, signer_, decision, TestFacts().subject, now_);
    }));
  };
  EXPECT_EQ(certify(Grant()), "certificates/iaar-2023-000001");
  v1::Decision before = Grant("decisions/before");
  before.set_historical(true);
  EXPECT_EQ(certify(before), "");
  EXPECT_EQ(certify(Decision("decisions/no", v1::DECISION_KIND_REFUSE, "")), "");
  EXPECT_EQ(certify(Decision("decisions/end", v1::DECISION_KIND_WITHDRAW)), "");
  EXPECT_FALSE(Holds("grant", after_));
}

TEST_P(CertificatesTest, DecisionsWithoutACertificateAreLeftAlone) {
  for (const auto kind : {v1::DECISION_KIND_WITHDRAW, v1::DECISION_KIND_SUSPEND,
                          v1::DECISION_KIND_VOID, v1::DECISION_KIND_DEFER}) {
    Apply(Decision("decisions/x", kind, "decisions/historical"));
  }
  EXPECT_THAT(Ok(accreditation::ReadRevocationList(List())).entries, IsEmpty());
}

TEST_P(CertificatesTest, APersonRevokesItOnce) {
  ASSERT_OK(Issue(Grant()).status());
  for (const char* reason : {"", "two\nlines", "\xff"}) {
    EXPECT_EQ(Revoke("iaar-2023-000001", reason).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(Revoke("nobody", "why").status().code(), absl::StatusCode::kNotFound);
  const v1::Certificate revoked = Ok(Revoke("iaar-2023-000001", "Printed with a wrong title"));
  EXPECT_EQ(revoked.revocation().reason(), "Printed with a wrong title");
  EXPECT_EQ(revoked.revocation().from(), "2024-03-15");
  EXPECT_EQ(revoked.revocation().decision(), "");
  const absl::Status again = Revoke("iaar-2023-000001", "again").status();
  EXPECT_EQ(DetailOf(again).reason, Reason::kCertificateRevoked);
  EXPECT_THAT(again.message(), HasSubstr("from 2024-03-15 on already"));
  EXPECT_FALSE(Holds("grant", after_));
  EXPECT_TRUE(Holds("grant", before_));
}

TEST_P(CertificatesTest, ASuspendedOneCanStillBeRevoked) {
  ASSERT_OK(Issue(Grant()).status());
  Apply(Decision("decisions/rest", v1::DECISION_KIND_SUSPEND));
  const v1::Certificate revoked = Ok(Revoke("iaar-2023-000001", "why"));
  EXPECT_FALSE(revoked.revocation().suspended());
  Apply(Decision("decisions/back", v1::DECISION_KIND_REINSTATE));
  EXPECT_FALSE(Holds("grant", after_));
}

TEST_P(CertificatesTest, TheListNamesAllThatDoNotHold) {
  ASSERT_OK(Issue(Grant()).status());
  ASSERT_OK(Issue(Grant("decisions/second")).status());
  ASSERT_OK(Issue(Grant("decisions/third")).status());
  ASSERT_OK(Revoke("iaar-2023-000003", "why").status());
  Apply(Decision("decisions/rest", v1::DECISION_KIND_SUSPEND, "decisions/grant"));
  const RevocationList list = Ok(accreditation::ReadRevocationList(List()));
  ASSERT_EQ(list.entries.size(), 2u);
  EXPECT_EQ(list.entries[0].certificate, "certificates/iaar-2023-000001");
  EXPECT_TRUE(list.entries[0].suspended);
  EXPECT_EQ(list.entries[1].certificate, "certificates/iaar-2023-000003");
  EXPECT_EQ(list.key, signer_.Did());
}

TEST_P(CertificatesTest, FormerKeysAreRememberedAndStillVerify) {
  ASSERT_OK(Issue(Grant()).status());
  const std::string former = signer_.Did();
  signer_ = TestSigner('n');
  now_ += absl::Hours(1);
  ASSERT_OK(Issue(Grant("decisions/second")).status());
  EXPECT_THAT(Ok(InRead(db(), [&](sql::Tx& tx) { return accreditation::FormerKeys(tx, signer_); })),
              ElementsAre(former));
  const std::string document = Ok(Get("grant")).document(), list = List();
  const auto verify = [&](std::vector<std::string> keys) {
    return accreditation::VerifyCertificate({.certificate = document,
                                             .keys = std::move(keys),
                                             .revocations = list,
                                             .on = after_,
                                             .now = now_});
  };
  ASSERT_OK(verify({signer_.Did(), former}).status());
  EXPECT_FALSE(verify({signer_.Did()}).ok());
}

TEST_P(CertificatesTest, OddTextsComeBackAsTheyWere) {
  for (const char* text : kOddTexts) {
    v1::Decision grant = Grant(absl::StrCat("decisions/", Hex(text)));
    ASSERT_OK(Issue(grant).status());
    v1::Decision end = Decision(absl::StrCat("decisions/end-", Hex(text)),
                                v1::DECISION_KIND_WITHDRAW, grant.name());
    end.set_reason(text);
    Apply(end);
    const std::string expected = *text == '\0' ? end.name() : text;
    EXPECT_EQ(Ok(Get(Hex(text))).revocation().reason(), expected);
    EXPECT_FALSE(Holds(Hex(text), after_));
  }
}

}  // namespace
}  // namespace tarazy::testing
