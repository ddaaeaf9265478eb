#include "common/base/ed25519.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace tarazy {
namespace {

using absl::BytesToHexString;
using absl::HexStringToBytes;

// RFC 8032, section 7.1.
struct Vector {
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6594a7c15e9716ed28dc027beceea1ec40a"},
};

TEST(Ed25519Test, GivesTheVectorsOfRfc8032) {
  for (const Vector& vector : kVectors) {
    const auto key = Ed25519Key::FromSeed(HexStringToBytes(vector.seed));
    ASSERT_TRUE(key.ok()) << key.status();
    const std::string message = HexStringToBytes(vector.message);
    EXPECT_EQ(BytesToHexString(key->PublicKey()), vector.public_key);
    EXPECT_EQ(BytesToHexString(key->Sign(message)), vector.signature);
    EXPECT_TRUE(Ed25519Verify(key->PublicKey(), message, HexStringToBytes(vector.signature)));
  }
}

TEST(Ed25519Test, RefusesAnotherMessageSignatureOrKey) {
  const Ed25519Key key = Ed25519Key::Generate();
  const std::string signature = key.Sign("accredited");
  ASSERT_TRUE(Ed25519Verify(key.PublicKey(), "accredited", signature));
  EXPECT_FALSE(Ed25519Verify(key.PublicKey(), "accreditee", signature));
  EXPECT_FALSE(Ed25519Verify(Ed25519Key::Generate().PublicKey(), "accredited", signature));
  for (size_t i = 0; i < signature.size(); ++i) {
    std::string bent = signature;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    EXPECT_FALSE(Ed25519Verify(key.PublicKey(), "accredited", bent)) << "byte " << i;
  }
  EXPECT_FALSE(Ed25519Verify(key.PublicKey(), "accredited", ""));
  EXPECT_FALSE(Ed25519Verify("", "accredited", signature));
  EXPECT_FALSE(Ed25519Verify(std::string(32, '\xff'), "accredited", signature));
}

TEST(Ed25519Test, PemGivesTheSameKeyBack) {
  const Ed25519Key key = Ed25519Key::Generate();
  const auto read = Ed25519Key::FromPem(key.ToPem());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->PublicKey(), key.PublicKey());
  EXPECT_EQ(key.ToPem().rfind("-----BEGIN PRIVATE KEY-----\n", 0), 0u);
}

TEST(Ed25519Test, RefusesWhatIsNoKeyOfThisKind) {
  EXPECT_FALSE(Ed25519Key::FromSeed("short").ok());
  EXPECT_FALSE(Ed25519Key::FromPem("").ok());
  EXPECT_FALSE(Ed25519Key::FromPem("not a key\n").ok());
  // An X25519 key: exchanges secrets, signs nothing.
  EXPECT_FALSE(
      Ed25519Key::FromPem("-----BEGIN PRIVATE KEY-----\n"
                          "MC4CAQAwBQYDK2VuBCIEIHcHbQpzGKV9PBbBclGyZkXfTC+H68CZKrF3+6UduSwq\n"
                          "-----END PRIVATE KEY-----\n")
          .ok());
}

}  // namespace
}  // namespace tarazy
