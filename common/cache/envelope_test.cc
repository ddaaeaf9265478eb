#include "common/cache/envelope.h"

#include <gtest/gtest.h>

namespace tarazy::cache {
namespace {

const Seal kSeal = {.secret = "sixteen bytes or", .schema = 7};

TEST(EnvelopeTest, OpensWhatItSealed) {
  const std::string bytes("with \0 and \xff", 12);
  EXPECT_EQ(OpenValue(kSeal, "key", SealValue(kSeal, "key", bytes)), bytes);
  EXPECT_EQ(OpenValue(kSeal, "key", SealValue(kSeal, "key", "")), "");
}

TEST(EnvelopeTest, AnotherKeySecretOrSchemaDoesNotOpen) {
  const std::string sealed = SealValue(kSeal, "key", "bytes");
  EXPECT_EQ(OpenValue(kSeal, "kez", sealed), std::nullopt);
  EXPECT_EQ(OpenValue({.secret = "another secret!!", .schema = 7}, "key", sealed), std::nullopt);
  EXPECT_EQ(OpenValue({.secret = kSeal.secret, .schema = 6}, "key", sealed), std::nullopt);
  EXPECT_EQ(OpenValue({.secret = kSeal.secret, .schema = 8}, "key", sealed), std::nullopt);
}

TEST(EnvelopeTest, CutLongerOrChangedBytesDoNotOpen) {
  const std::string sealed = SealValue(kSeal, "key", "some bytes");
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_EQ(OpenValue(kSeal, "key", sealed.substr(0, size)), std::nullopt) << size;
  }
  EXPECT_EQ(OpenValue(kSeal, "key", sealed + "x"), std::nullopt);
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(OpenValue(kSeal, "key", changed), std::nullopt) << i;
  }
}

TEST(EnvelopeTest, BytesCannotMoveBetweenKeyAndValue) {
  // Were the tag over the plain concatenation, both would have one tag.
  const std::string sealed = SealValue(kSeal, "key", "1value");
  const std::string moved = sealed.substr(0, sealed.size() - 6) + "value";
  EXPECT_EQ(OpenValue(kSeal, "key1", moved), std::nullopt);
}

}  // namespace
}  // namespace tarazy::cache
