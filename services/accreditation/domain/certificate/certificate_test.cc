#include "services/accreditation/domain/certificate/certificate.h"

#include <gtest/gtest.h>

#include <functional>

#include "services/accreditation/domain/certificate/data_integrity.h"
#include "services/accreditation/domain/certificate/test_certificate.h"

namespace tarazy::accreditation {
namespace {

absl::StatusOr<CertificateFacts> Read(const std::string& text) {
  const Proven proven = *CheckProof(*ParseJson(text));
  return ReadCertificate(proven.document, proven.key);
}

TEST(CertificateTest, SaysWhatItWasGiven) {
  const std::string text = MakeCertificate(TestFacts(), TestSigner(), TestTime());
  const auto facts = Read(text);
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(*facts, TestFacts());
}

TEST(CertificateTest, IsCanonicalAndTheSameEveryTime) {
  const std::string text = MakeCertificate(TestFacts(), TestSigner(), TestTime());
  EXPECT_EQ(text, MakeCertificate(TestFacts(), TestSigner(), TestTime()));
  EXPECT_EQ(text, CanonicalJson(*ParseJson(text)));
}

TEST(CertificateTest, IsACredentialOfTheKey) {
  const Json json = *ParseJson(MakeCertificate(TestFacts(), TestSigner(), TestTime()));
  EXPECT_EQ(json.TextAt("issuer"), TestSigner().Did());
  EXPECT_EQ(json.TextAt("validFrom"), "2023-06-01T00:00:00Z");
  EXPECT_EQ(json.TextAt("validUntil"), "2028-06-01T00:00:00Z");
  EXPECT_EQ(json.Find("proof")->TextAt("created"), "2023-06-02T09:30:00Z");
  EXPECT_EQ(json.Find("credentialSubject")->TextAt("outcome"), "grant-conditionally");
  EXPECT_EQ(json.Find("credentialSubject")->TextAt("scope"), "programme");
  EXPECT_EQ(json.Find("id"), nullptr);
  EXPECT_EQ(json.Find("credentialStatus")->Find("id"), nullptr);
}

TEST(CertificateTest, SaysWhereItIsWhenThatIsKnown) {
  Signer signer = TestSigner();
  signer.public_url = "https://register.example.kz";
  const Json json = *ParseJson(MakeCertificate(TestFacts(), signer, TestTime()));
  EXPECT_EQ(json.TextAt("id"), "https://register.example.kz/v1/certificates/iaar-2023-000017");
  EXPECT_EQ(json.Find("credentialStatus")->TextAt("id"),
            "https://register.example.kz/v1/certificates:revocations");
}

TEST(CertificateTest, OfAnInstitutionNeedsNoCodeAndNoBin) {
  CertificateFacts facts = TestFacts();
  facts.scope = v1::PROCEDURE_TYPE_INSTITUTIONAL;
  facts.subject.name = "institutions/ektu";
  facts.subject.code = facts.subject.bin = "";
  facts.subject.title = facts.subject.institution_title;
  EXPECT_EQ(*Read(MakeCertificate(facts, TestSigner(), TestTime())), facts);
}

TEST(CertificateTest, RefusesADocumentThatLacksSomething) {
  const Json whole =
      CheckProof(*ParseJson(MakeCertificate(TestFacts(), TestSigner(), TestTime())))->document;
  const std::string key = TestSigner().Did();
  ASSERT_TRUE(ReadCertificate(whole, key).ok());
  for (const char* member : {"@context", "type", "issuer", "validFrom", "validUntil",
                             "credentialStatus", "credentialSubject"}) {
    Json json = whole;
    json.object()->erase(member);
    EXPECT_FALSE(ReadCertificate(json, key).ok()) << member;
  }
  for (const char* member : {"certificate", "number", "decision", "decidedOn", "outcome", "agency",
                             "scope", "subject", "institution"}) {
    Json json = whole;
    (*json.object())["credentialSubject"].object()->erase(member);
    EXPECT_FALSE(ReadCertificate(json, key).ok()) << member;
    json = whole;
    (*(*json.object())["credentialSubject"].object())[member] = "?";
    if (std::string(member) == "certificate" || std::string(member) == "number" ||
        std::string(member) == "decision" || std::string(member) == "agency") {
      continue;  // any text will do
    }
    EXPECT_FALSE(ReadCertificate(json, key).ok()) << member;
  }
  EXPECT_FALSE(ReadCertificate(whole, TestSigner('t').Did()).ok());
  EXPECT_FALSE(ReadCertificate(Json(1), key).ok());
}

TEST(CertificateTest, CompleteIsWhatCanBeRead) {
  EXPECT_TRUE(CheckComplete(TestFacts()).ok());
  const std::function<void(CertificateFacts&)> kLacks[] = {
      [](CertificateFacts& f) { f.agency.clear(); },
      [](CertificateFacts& f) { f.scope = v1::PROCEDURE_TYPE_UNSPECIFIED; },
      [](CertificateFacts& f) { f.kind = v1::DECISION_KIND_UNSPECIFIED; },
      [](CertificateFacts& f) { f.valid_to = f.valid_from; },
      [](CertificateFacts& f) { f.subject.title = {}; },
      [](CertificateFacts& f) { f.subject.institution.clear(); },
      [](CertificateFacts& f) { f.subject.institution_title = {}; }};
  for (const auto& lack : kLacks) {
    CertificateFacts facts = TestFacts();
    lack(facts);
    EXPECT_FALSE(CheckComplete(facts).ok());
    EXPECT_FALSE(Read(MakeCertificate(facts, TestSigner(), TestTime())).ok());
  }
}

TEST(CertificateTest, RefusesATermThatEndsBeforeItBegins) {
  CertificateFacts facts = TestFacts();
  facts.valid_to = facts.valid_from;
  EXPECT_FALSE(Read(MakeCertificate(facts, TestSigner(), TestTime())).ok());
}

v1::Decision Grant() {
  v1::Decision decision;
  decision.set_kind(v1::DECISION_KIND_GRANT);
  decision.set_decided_on("2024-02-29");
  decision.set_years(5);
  return decision;
}

TEST(CertifiedDaysTest, FollowTheDecision) {
  CertificateFacts facts;
  v1::Decision decision = Grant();
  ASSERT_TRUE(SetCertifiedDays(decision, facts).ok());
  EXPECT_EQ(facts.valid_from, absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(facts.valid_to, absl::CivilDay(2029, 3, 1));

  decision.set_valid_from("2024-09-01");
  ASSERT_TRUE(SetCertifiedDays(decision, facts).ok());
  EXPECT_EQ(facts.valid_from, absl::CivilDay(2024, 9, 1));
  EXPECT_EQ(facts.valid_to, absl::CivilDay(2029, 9, 1));

  decision.set_years(0);
  decision.set_valid_to("2025-01-01");
  ASSERT_TRUE(SetCertifiedDays(decision, facts).ok());
  EXPECT_EQ(facts.valid_to, absl::CivilDay(2025, 1, 1));

  decision.set_kind(v1::DECISION_KIND_EXTEND);
  EXPECT_TRUE(SetCertifiedDays(decision, facts).ok());
}

TEST(CertifiedDaysTest, NeedAGrantWithAnEnd) {
  CertificateFacts facts;
  v1::Decision decision = Grant();
  decision.set_years(0);
  EXPECT_FALSE(SetCertifiedDays(decision, facts).ok());
  decision.set_valid_to("2024-02-29");
  EXPECT_FALSE(SetCertifiedDays(decision, facts).ok());
  decision = Grant();
  for (const auto kind : {v1::DECISION_KIND_REFUSE, v1::DECISION_KIND_DEFER,
                          v1::DECISION_KIND_SUSPEND, v1::DECISION_KIND_UNSPECIFIED}) {
    decision.set_kind(kind);
    EXPECT_FALSE(SetCertifiedDays(decision, facts).ok()) << kind;
  }
}

}  // namespace
}  // namespace tarazy::accreditation
