#include "services/accreditation/domain/certificate/data_integrity.h"

#include <gtest/gtest.h>

#include "common/base/base58.h"
#include "common/base/error.h"
#include "services/accreditation/domain/certificate/did_key.h"

namespace tarazy::accreditation {
namespace {

// The W3C's test vectors for eddsa-jcs-2022 (github.com/w3c/vc-di-eddsa at abb673eb,
// TestVectors/keyPair.json and TestVectors/eddsa-jcs-2022/signedJCS.json).
constexpr char kPrivateKey[] = "3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";
constexpr char kSigned[] = R"({
  "@context": [
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/credentials/examples/v2"
  ],
  "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
  "type": ["VerifiableCredential", "AlumniCredential"],
  "name": "Alumni Credential",
  "description": "A minimum viable example of an Alumni Credential.",
  "issuer": "https://vc.example/issuers/5678",
  "validFrom": "2023-01-01T00:00:00Z",
  "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
  "proof": {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-jcs-2022",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
    "proofPurpose": "assertionMethod",
    "@context": [
      "https://www.w3.org/ns/credentials/v2",
      "https://www.w3.org/ns/credentials/examples/v2"
    ],
    "proofValue": "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
  }
})";

Ed25519Key VectorKey() {
  // multicodec ed25519-priv, then the seed.
  return *Ed25519Key::FromSeed(Base58Decode(kPrivateKey)->substr(2));
}

Json VectorDocument() {
  Json document = *ParseJson(kSigned);
  document.object()->erase("proof");
  return document;
}

absl::Time VectorTime() { return *ParseIsoTime("created", "2023-02-24T23:36:38Z"); }

TEST(DataIntegrityTest, SignsAsTheTestVectorsOfTheStandard) {
  const Json secured = Secure(VectorDocument(), VectorKey(), VectorTime());
  EXPECT_EQ(CanonicalJson(secured), CanonicalJson(*ParseJson(kSigned)));
}

TEST(DataIntegrityTest, AcceptsTheTestVectorsOfTheStandard) {
  const auto proven = CheckProof(*ParseJson(kSigned));
  ASSERT_TRUE(proven.ok()) << proven.status();
  EXPECT_EQ(proven->document, VectorDocument());
  EXPECT_EQ(proven->created, VectorTime());
  EXPECT_EQ(proven->key, DidOfKey(VectorKey().PublicKey()));
}

TEST(DataIntegrityTest, RefusesEveryChangedCharacter) {
  const std::string good = CanonicalJson(*ParseJson(kSigned));
  int read = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bent = good;
    bent[i] = bent[i] == 'a' ? 'b' : 'a';
    if (bent == good) continue;
    const auto json = ParseJson(bent);
    if (!json.ok()) continue;
    ++read;
    EXPECT_FALSE(CheckProof(*json).ok()) << bent.substr(i > 20 ? i - 20 : 0, 40);
  }
  EXPECT_GT(read, 500);
}

TEST(DataIntegrityTest, RefusesAnAddedOrTakenMember) {
  Json more = *ParseJson(kSigned);
  (*more.object())["grade"] = "excellent";
  EXPECT_EQ(DetailOf(CheckProof(more).status()).reason, Reason::kEvidenceMismatch);
  Json less = *ParseJson(kSigned);
  less.object()->erase("validFrom");
  EXPECT_EQ(DetailOf(CheckProof(less).status()).reason, Reason::kEvidenceMismatch);
}

TEST(DataIntegrityTest, RefusesWhatIsNoProofOfThisSuite) {
  const auto with = [](const char* key, Json value) {
    Json json = *ParseJson(kSigned);
    (*(*json.object())["proof"].object())[key] = std::move(value);
    return CheckProof(json).status();
  };
  for (const char* key :
       {"type", "cryptosuite", "proofPurpose", "created", "verificationMethod", "proofValue"}) {
    EXPECT_EQ(with(key, "x").code(), absl::StatusCode::kInvalidArgument) << key;
    EXPECT_EQ(with(key, Json()).code(), absl::StatusCode::kInvalidArgument) << key;
  }
  EXPECT_EQ(with("@context", "https://www.w3.org/ns/credentials/v2").code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(CheckProof(VectorDocument()).ok());
  EXPECT_FALSE(CheckProof(Json("text")).ok());
  EXPECT_FALSE(CheckProof(Json::Object{{"proof", Json::Array{}}}).ok());
}

TEST(DataIntegrityTest, TimesHaveOneSpelling) {
  EXPECT_TRUE(ParseIsoTime("t", "2024-02-29T23:59:59Z").ok());
  for (const char* text :
       {"", "2024-02-29", "2024-02-29T23:59:59", "2024-02-29T23:59:59.5Z", "2024-02-29T23:59:60Z",
        "2023-02-29T00:00:00Z", " 2024-02-29T23:59:59Z", "2024-02-29T23:59:59+00:00"}) {
    EXPECT_FALSE(ParseIsoTime("t", text).ok()) << text;
  }
}

}  // namespace
}  // namespace tarazy::accreditation
