#include "common/base/seal.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "common/base/sha256.h"

namespace tarazy {
namespace {

using absl::BytesToHexString;

Secret TestSecret() {
  return *Secret::FromBase64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");  // 00 01 … 1f
}

TEST(SecretTest, ComesBackFromItsText) {
  const Secret secret = Secret::Generate();
  const auto read = Secret::FromBase64(secret.ToBase64() + "\n");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->Derive("x"), secret.Derive("x"));
  EXPECT_NE(Secret::Generate().ToBase64(), secret.ToBase64());
}

TEST(SecretTest, RefusesWhatIsNone) {
  EXPECT_FALSE(Secret::FromBase64("").ok());
  EXPECT_FALSE(Secret::FromBase64("hello").ok());
  EXPECT_FALSE(Secret::FromBase64("AAECAwQFBgcICQoLDA0ODw==").ok());  // 16 bytes
  EXPECT_FALSE(Secret::FromBase64(TestSecret().ToBase64() + "AAAA").ok());
}

// HKDF as RFC 5869 defines it, from HMAC alone: extract without salt, one block of expand.
TEST(SecretTest, DerivesByRfc5869) {
  std::string bytes;
  for (int i = 0; i < 32; ++i) bytes += static_cast<char>(i);
  const std::string extracted = HmacSha256(std::string(32, '\0'), bytes);
  EXPECT_EQ(BytesToHexString(TestSecret().Derive("ballots")),
            BytesToHexString(HmacSha256(extracted, "tarazy/ballots\x01")));
  EXPECT_NE(TestSecret().Derive("ballots"), TestSecret().Derive("ballot"));
  EXPECT_NE(TestSecret().Derive("ballots"), Secret::Generate().Derive("ballots"));
}

TEST(SealerTest, OpensWhatItSealed) {
  const Sealer sealer(TestSecret(), "ballots");
  for (const std::string& plain :
       {std::string(), std::string("x"), std::string("\0\xff", 2), std::string(100'000, 'b')}) {
    const std::string sealed = sealer.Seal(plain, "row 1");
    EXPECT_EQ(sealed.size(), plain.size() + Sealer::kOverhead);
    const auto opened = sealer.Open(sealed, "row 1");
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, plain);
    EXPECT_NE(sealer.Seal(plain, "row 1"), sealed);
  }
}

TEST(SealerTest, RefusesEveryOtherByte) {
  const Sealer sealer(TestSecret(), "ballots");
  const std::string sealed = sealer.Seal("secret", "row 1");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string bent = sealed;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    EXPECT_EQ(sealer.Open(bent, "row 1").status().code(), absl::StatusCode::kDataLoss) << i;
    EXPECT_FALSE(sealer.Open(sealed.substr(0, i), "row 1").ok()) << i;
  }
  EXPECT_FALSE(sealer.Open(sealed + "x", "row 1").ok());
  EXPECT_FALSE(sealer.Open(sealed, "row 2").ok());
  EXPECT_FALSE(sealer.Open(sealed, "").ok());
  EXPECT_FALSE(Sealer(TestSecret(), "keys").Open(sealed, "row 1").ok());
  EXPECT_FALSE(Sealer(Secret::Generate(), "ballots").Open(sealed, "row 1").ok());
}

// Sealed by another program: the nonce 00 … 0b, the associated data "row".
TEST(SealerTest, OpensWhatAes256GcmAndHkdfGiveElsewhere) {
  const auto opened =
      Sealer(TestSecret(), "ballots")
          .Open(absl::HexStringToBytes(
                    "000102030405060708090a0b9b8fbd94c1592b0f11ce8291e05c5c543715f023a1"),
                "row");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(*opened, "hello");
}

TEST(HmacOfPartsTest, KnowsWhereAPartEnds) {
  EXPECT_NE(HmacOfParts("k", {"ab", "c"}), HmacOfParts("k", {"a", "bc"}));
  EXPECT_NE(HmacOfParts("k", {"ab"}), HmacOfParts("k", {"ab", ""}));
  EXPECT_NE(HmacOfParts("k", {"ab"}), HmacOfParts("l", {"ab"}));
  EXPECT_EQ(HmacOfParts("k", {"ab", "c"}), HmacOfParts("k", {"ab", "c"}));
  EXPECT_EQ(HmacOfParts("k", {"ab"}).size(), 32u);
}

}  // namespace
}  // namespace tarazy
