#include "common/base/base58.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace tarazy {
namespace {

// The vectors of draft-msporny-base58-03.
TEST(Base58Test, WritesTheDraftsVectors) {
  EXPECT_EQ(Base58Encode("Hello World!"), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(Base58Encode("The quick brown fox jumps over the lazy dog."),
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z");
  EXPECT_EQ(Base58Encode(absl::HexStringToBytes("0000287fb4cd")), "11233QC4");
  EXPECT_EQ(Base58Encode(""), "");
  EXPECT_EQ(Base58Encode(absl::string_view("\0\0", 2)), "11");
}

TEST(Base58Test, ReadsWhatItWrites) {
  for (const std::string& bytes :
       {std::string(), std::string("\0", 1), std::string("\0\0a", 3), std::string("\xff\xff"),
        absl::HexStringToBytes("ed01000102030405060708090a0b0c0d0e0f")}) {
    EXPECT_EQ(Base58Decode(Base58Encode(bytes)), bytes) << absl::BytesToHexString(bytes);
  }
}

TEST(Base58Test, RefusesOtherCharactersAndEndlessText) {
  for (const char* text : {"0", "O", "I", "l", "a b", "z-", "é"}) {
    EXPECT_FALSE(Base58Decode(text).has_value()) << text;
  }
  EXPECT_TRUE(Base58Decode(std::string(1024, 'z')).has_value());
  EXPECT_FALSE(Base58Decode(std::string(1025, 'z')).has_value());
}

}  // namespace
}  // namespace tarazy
