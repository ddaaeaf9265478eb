#include "services/accreditation/domain/certificate/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/error.h"
#include "services/accreditation/domain/certificate/revocations.h"
#include "services/accreditation/domain/certificate/test_certificate.h"

namespace tarazy::accreditation {
namespace {

using ::testing::HasSubstr;

class VerifyTest : public ::testing::Test {
 protected:
  std::string List(const std::vector<RevocationEntry>& entries, char key = 's') const {
    return MakeRevocationList(entries, TestSigner(key), now_ - absl::Hours(1));
  }

  absl::StatusOr<Verified> Run() const {
    return VerifyCertificate(
        {.certificate = certificate_, .keys = keys_, .revocations = list_, .on = on_, .now = now_});
  }
  // The refusal's sentence.
  std::string Refusal() const { return std::string(Run().status().message()); }

  std::string certificate_ = MakeCertificate(TestFacts(), TestSigner(), TestTime());
  std::vector<std::string> keys_ = {TestSigner('o').Did(), TestSigner().Did()};
  absl::CivilDay on_{2024, 3, 15};
  absl::Time now_ = TestTime("2024-03-15T12:00:00Z");
  std::optional<std::string> list_ = List({});
};

RevocationEntry Entry(absl::string_view certificate) {
  return {.certificate = std::string(certificate),
          .from = absl::CivilDay(2024, 3, 1),
          .reason = "issued in error",
          .recorded = TestTime()};
}

TEST_F(VerifyTest, AGoodCertificateHolds) {
  const auto verified = Run();
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->certificate, TestFacts());
  EXPECT_EQ(verified->key, TestSigner().Did());
  EXPECT_EQ(verified->issued, TestTime());
  EXPECT_EQ(verified->list_issued, now_ - absl::Hours(1));
}

TEST_F(VerifyTest, WithoutAListTheAnswerSaysThatNoneWasChecked) {
  list_.reset();
  const auto verified = Run();
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_FALSE(verified->list_issued.has_value());
}

TEST_F(VerifyTest, OtherSpellingsOfTheSameJsonHold) {
  std::string spaced;
  for (const char c : certificate_) spaced += c == ',' ? ",\n " : std::string(1, c);
  certificate_ = spaced;
  EXPECT_TRUE(Run().ok()) << Refusal();
}

TEST_F(VerifyTest, EveryChangedByteIsRefused) {
  const std::string good = certificate_;
  for (size_t i = 0; i < good.size(); ++i) {
    for (const char bit : {1, 2, 16}) {
      certificate_ = good;
      certificate_[i] = static_cast<char>(certificate_[i] ^ bit);
      EXPECT_FALSE(Run().ok()) << "byte " << i << ": "
                               << certificate_.substr(i > 9 ? i - 9 : 0, 20);
    }
  }
}

TEST_F(VerifyTest, EveryChangedByteOfTheListIsRefused) {
  const std::string good = List({Entry("certificates/other")});
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bent = good;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    list_ = bent;
    EXPECT_FALSE(Run().ok()) << "byte " << i;
  }
}

TEST_F(VerifyTest, AKeyTwiceIsRefused) {
  certificate_.insert(1, "\"issuer\":\"x\",");
  EXPECT_THAT(Refusal(), HasSubstr("the key \"issuer\" a second time"));
}

TEST_F(VerifyTest, ACertificateOfAnUntrustedKeyIsRefused) {
  certificate_ = MakeCertificate(TestFacts(), TestSigner('x'), TestTime());
  EXPECT_THAT(Refusal(), HasSubstr("the certificate is signed by did:key:"));
  EXPECT_THAT(Refusal(), HasSubstr("none of the trusted keys"));
}

TEST_F(VerifyTest, ASignatureUnderATrustedNameByAnotherKeyIsRefused) {
  // The attacker's signature with the trusted key's name on it.
  Json json = *ParseJson(MakeCertificate(TestFacts(), TestSigner('x'), TestTime()));
  const Json honest = *ParseJson(certificate_);
  (*json.object())["issuer"] = *honest.Find("issuer");
  (*(*json.object())["proof"].object())["verificationMethod"] =
      *honest.Find("proof")->Find("verificationMethod");
  certificate_ = CanonicalJson(json);
  EXPECT_THAT(Refusal(), HasSubstr("the signature does not fit"));
}

TEST_F(VerifyTest, ASignedListIsNoCertificate) {
  certificate_ = *list_;
  EXPECT_THAT(Refusal(), HasSubstr("certificate: type"));
}

TEST_F(VerifyTest, ACertificateOfTheFutureIsRefused) {
  now_ = TestTime() - absl::Minutes(6);
  list_.reset();
  EXPECT_THAT(Refusal(), HasSubstr("the future"));
}

TEST_F(VerifyTest, ItHoldsFromItsFirstDayToBeforeItsLast) {
  struct Case {
    absl::CivilDay on;
    bool holds;
  };
  using absl::CivilDay;
  for (const Case& c : {Case{CivilDay(2023, 5, 31), false}, Case{CivilDay(2023, 6, 1), true},
                        Case{CivilDay(2028, 5, 31), true}, Case{CivilDay(2028, 6, 1), false}}) {
    on_ = c.on;
    EXPECT_EQ(Run().ok(), c.holds) << c.on << " " << Refusal();
  }
  EXPECT_EQ(DetailOf(Run().status()).reason, Reason::kCertificateRevoked);
}

TEST_F(VerifyTest, ARevokedOneIsRefusedFromThatDayOn) {
  list_ = List({Entry("certificates/other"), Entry(TestFacts().name)});
  EXPECT_EQ(Refusal(), "IAAR-2023-000017 is revoked from 2024-03-01: issued in error");
  EXPECT_EQ(DetailOf(Run().status()).reason, Reason::kCertificateRevoked);
  on_ = absl::CivilDay(2024, 2, 29);
  EXPECT_TRUE(Run().ok()) << Refusal();
}

TEST_F(VerifyTest, ASuspendedOneIsRefusedMeanwhile) {
  RevocationEntry entry = Entry(TestFacts().name);
  entry.suspended = true;
  entry.to = absl::CivilDay(2024, 4, 1);
  entry.by = "decisions/2024-3";
  list_ = List({entry});
  EXPECT_EQ(Refusal(),
            "IAAR-2023-000017 is suspended from 2024-03-01 to before 2024-04-01 by "
            "decisions/2024-3: issued in error");
  on_ = absl::CivilDay(2024, 4, 1);
  EXPECT_TRUE(Run().ok()) << Refusal();
}

TEST_F(VerifyTest, AListOfAnotherKeyIsRefused) {
  list_ = List({}, 'x');
  EXPECT_THAT(Refusal(), HasSubstr("the revocation list is signed by did:key:"));
  list_ = List({}, 'o');  // a former key of the same register
  EXPECT_TRUE(Run().ok()) << Refusal();
}

TEST_F(VerifyTest, AnOldListIsRefused) {
  const std::string list = *list_;
  now_ += absl::Hours(24 * 7 - 1) - absl::Seconds(1);
  EXPECT_TRUE(Run().ok()) << Refusal();
  now_ += absl::Seconds(1);
  EXPECT_THAT(Refusal(), HasSubstr("the revocation list is too old: it was good until 2024-03-22"));
}

TEST_F(VerifyTest, AListOfTheFutureIsRefused) {
  now_ -= absl::Hours(2);
  EXPECT_THAT(Refusal(), HasSubstr("the revocation list was issued"));
}

TEST_F(VerifyTest, WhatIsNoDocumentIsRefusedWithItsName) {
  certificate_ = "not JSON";
  EXPECT_THAT(Refusal(), HasSubstr("certificate: "));
  certificate_ = MakeCertificate(TestFacts(), TestSigner(), TestTime());
  list_ = "{}";
  EXPECT_THAT(Refusal(), HasSubstr("revocation list: proof"));
}

TEST(KeyFileTest, GivesTheKeysBack) {
  const std::vector<std::string> keys = {TestSigner().Did(), TestSigner('o').Did()};
  const auto read = ReadKeyFile(WriteKeyFile(keys));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, keys);
}

TEST(KeyFileTest, RefusesOtherFiles) {
  EXPECT_FALSE(ReadKeyFile("").ok());
  EXPECT_FALSE(ReadKeyFile("# nothing\n\n").ok());
  EXPECT_THAT(ReadKeyFile("# x\ndid:key:zzz\n").status().message(), HasSubstr("line 2"));
}

}  // namespace
}  // namespace tarazy::accreditation
