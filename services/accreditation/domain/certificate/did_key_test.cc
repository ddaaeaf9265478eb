#include "services/accreditation/domain/certificate/did_key.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace tarazy::accreditation {
namespace {

// The key pair of the W3C's test vectors (vc-di-eddsa, TestVectors/keyPair.json).
constexpr char kDid[] = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

TEST(DidKeyTest, NamesAKeyAndGivesItBack) {
  const auto key = KeyOfDid(kDid);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->size(), 32u);
  EXPECT_EQ(DidOfKey(*key), kDid);
  EXPECT_EQ(VerificationMethod(kDid),
            "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#"
            "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2");
}

TEST(DidKeyTest, RefusesOtherNamesAndKinds) {
  for (const char* text :
       {"", "did:key:", "did:key:z", "did:web:example.org", "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ",
        "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#x",
        "did:key:u6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        // secp256k1
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"}) {
    EXPECT_FALSE(KeyOfDid(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace tarazy::accreditation
