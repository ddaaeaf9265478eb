#include "services/accreditation/domain/certificate/revocations.h"

#include <gtest/gtest.h>

#include "common/base/error.h"
#include "services/accreditation/domain/certificate/test_certificate.h"

namespace tarazy::accreditation {
namespace {

using Kind = CertificateActKind;

absl::CivilDay Day(int month, int day) { return absl::CivilDay(2024, month, day); }

// Whether a certificate with these acts holds on a day.
bool Holds(const std::vector<CertificateAct>& acts, absl::CivilDay day) {
  for (const RevocationEntry& entry : EntriesOf("certificates/x", acts)) {
    if (entry.Holds(day)) return false;
  }
  return true;
}

TEST(EntriesTest, WithoutActsThereAreNone) { EXPECT_TRUE(EntriesOf("certificates/x", {}).empty()); }

TEST(EntriesTest, RevokedStaysRevoked) {
  const std::vector<CertificateAct> acts = {{.kind = Kind::kRevoke, .from = Day(3, 1)}};
  EXPECT_TRUE(Holds(acts, Day(2, 29)));
  EXPECT_FALSE(Holds(acts, Day(3, 1)));
  EXPECT_FALSE(Holds(acts, absl::CivilDay(2099, 1, 1)));
}

TEST(EntriesTest, SuspensionEndsByItself) {
  const std::vector<CertificateAct> acts = {
      {.kind = Kind::kSuspend, .from = Day(3, 1), .to = Day(4, 1)}};
  EXPECT_TRUE(Holds(acts, Day(2, 29)));
  EXPECT_FALSE(Holds(acts, Day(3, 31)));
  EXPECT_TRUE(Holds(acts, Day(4, 1)));
}

TEST(EntriesTest, ReinstatementEndsSuspensionsAndLeavesWhatWas) {
  const std::vector<CertificateAct> acts = {
      {.kind = Kind::kSuspend, .from = Day(3, 1)},
      {.kind = Kind::kReinstate, .from = Day(3, 10)},
      {.kind = Kind::kSuspend, .from = Day(5, 1), .to = Day(6, 1)}};
  EXPECT_FALSE(Holds(acts, Day(3, 9)));
  EXPECT_TRUE(Holds(acts, Day(3, 10)));
  EXPECT_FALSE(Holds(acts, Day(5, 31)));
  EXPECT_TRUE(Holds(acts, Day(6, 1)));
}

TEST(EntriesTest, ReinstatementNeverLengthensASuspensionNorLiftsARevocation) {
  EXPECT_TRUE(Holds({{.kind = Kind::kSuspend, .from = Day(3, 1), .to = Day(3, 5)},
                     {.kind = Kind::kReinstate, .from = Day(4, 1)}},
                    Day(3, 20)));
  EXPECT_FALSE(Holds(
      {{.kind = Kind::kRevoke, .from = Day(3, 1)}, {.kind = Kind::kReinstate, .from = Day(4, 1)}},
      Day(5, 1)));
}

TEST(EntriesTest, ReinstatedOnItsFirstDayOrBeforeNeverRested) {
  for (const absl::CivilDay day : {Day(3, 1), Day(2, 1)}) {
    EXPECT_TRUE(EntriesOf("certificates/x", {{.kind = Kind::kSuspend, .from = Day(3, 1)},
                                             {.kind = Kind::kReinstate, .from = day}})
                    .empty());
  }
}

CertificateAct Suspended() {
  return {.kind = Kind::kSuspend, .from = Day(3, 1), .by = "decisions/suspend"};
}
CertificateAct Annul(const char* target, const char* by) {
  return {.kind = Kind::kAnnul, .by = by, .target = target};
}
CertificateAct Restore(const char* target, const char* by, absl::CivilDay from) {
  return {.kind = Kind::kRestore, .from = from, .by = by, .target = target};
}

TEST(EntriesTest, WhatIsAnnulledNeverWas) {
  EXPECT_FALSE(Holds({Suspended()}, Day(4, 1)));
  EXPECT_TRUE(Holds({Suspended(), Annul("decisions/suspend", "decisions/void")}, Day(4, 1)));
  EXPECT_FALSE(Holds({Suspended(), Annul("decisions/other", "decisions/void")}, Day(4, 1)));
}

TEST(EntriesTest, AnAnnulledReinstatementLeavesTheSuspension) {
  EXPECT_FALSE(Holds({Suspended(),
                      {.kind = Kind::kReinstate, .from = Day(3, 10), .by = "decisions/back"},
                      Annul("decisions/back", "decisions/void")},
                     Day(4, 1)));
}

TEST(EntriesTest, AnAnnulmentThatIsAnnulledCountsForNothing) {
  EXPECT_FALSE(Holds({Suspended(), Annul("decisions/suspend", "decisions/void"),
                      Annul("decisions/void", "decisions/void-2")},
                     Day(4, 1)));
}

TEST(EntriesTest, WhatRestsDuringAnAppealCountsAgainAfterwards) {
  const std::vector<CertificateAct> during = {Suspended(), Annul("decisions/suspend", "appeals/1")};
  EXPECT_TRUE(Holds(during, Day(4, 1)));
  std::vector<CertificateAct> after = during;
  after.push_back(Restore("decisions/suspend", "appeals/1", Day(3, 20)));
  EXPECT_FALSE(Holds(after, Day(4, 1)));
  EXPECT_TRUE(Holds(after, Day(3, 19)));  // it held while the appeal was open
  EXPECT_FALSE(Holds(after, Day(3, 20)));
  after.push_back(Annul("decisions/suspend", "appeals/2"));
  EXPECT_TRUE(Holds(after, Day(4, 1)));
}

TEST(EntriesTest, WhatAPersonDidIsNeverAnnulledByAnEmptyName) {
  EXPECT_FALSE(
      Holds({{.kind = Kind::kRevoke, .from = Day(3, 1)}, Annul("", "decisions/void")}, Day(4, 1)));
}

std::vector<RevocationEntry> Entries() {
  return {{.certificate = "certificates/a",
           .from = Day(3, 1),
           .reason = "issued in error \"…\"",
           .recorded = TestTime()},
          {.certificate = "certificates/b",
           .suspended = true,
           .from = Day(3, 1),
           .to = Day(4, 1),
           .reason = "no interim report",
           .by = "decisions/2024-3",
           .recorded = TestTime()}};
}

TEST(RevocationListTest, GivesBackWhatWasSigned) {
  const auto list = ReadRevocationList(MakeRevocationList(Entries(), TestSigner(), TestTime()));
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->entries, Entries());
  EXPECT_EQ(list->issued, TestTime());
  EXPECT_EQ(list->valid_until, TestTime() + absl::Hours(24 * 7));
  EXPECT_EQ(list->key, TestSigner().Did());
}

TEST(RevocationListTest, MayBeEmpty) {
  const auto list = ReadRevocationList(MakeRevocationList({}, TestSigner(), TestTime()));
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_TRUE(list->entries.empty());
}

TEST(RevocationListTest, RefusesAListThatSomebodyShortened) {
  Json json = *ParseJson(MakeRevocationList(Entries(), TestSigner(), TestTime()));
  Json& entries = (*(*json.object())["credentialSubject"].object())["entries"];
  entries = Json::Array{entries.array()->at(1)};
  EXPECT_EQ(DetailOf(ReadRevocationList(CanonicalJson(json)).status()).reason,
            Reason::kEvidenceMismatch);
}

TEST(RevocationListTest, RefusesOddEntries) {
  const auto signed_with = [](const char* key, Json value) {
    const Json good = *ParseJson(MakeRevocationList(Entries(), TestSigner(), TestTime()));
    Json json = CheckProof(good)->document;
    Json& entries = (*(*json.object())["credentialSubject"].object())["entries"];
    Json::Array items = *entries.array();
    (*items[1].object())[key] = std::move(value);
    entries = std::move(items);
    return ReadRevocationList(CanonicalJson(Secure(json, TestSigner().key, TestTime()))).status();
  };
  EXPECT_TRUE(signed_with("reason", "other").ok());
  for (const char* key : {"certificate", "status", "from", "to", "recorded"}) {
    EXPECT_EQ(signed_with(key, Json()).code(), absl::StatusCode::kInvalidArgument) << key;
  }
  EXPECT_FALSE(signed_with("from", "2024-02-30").ok());
}

TEST(RevocationListTest, IsNoCertificate) {
  EXPECT_FALSE(ReadRevocationList(MakeCertificate(TestFacts(), TestSigner(), TestTime())).ok());
}

}  // namespace
}  // namespace tarazy::accreditation
