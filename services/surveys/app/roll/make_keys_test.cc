#include "services/surveys/app/roll/make_keys.h"

#include <gtest/gtest.h>

namespace tarazy::surveys {
namespace {

TEST(MakeKeysTest, EachStratumHasItsOwnAndItIsSealed) {
  const Secret secret = Secret::Generate();
  const auto keys = MakeKeys(secret, "c", {"a", "b", "test"});
  ASSERT_TRUE(keys.ok()) << keys.status();
  ASSERT_EQ(keys->size(), 3u);
  EXPECT_EQ((*keys)[0].stratum, "a");
  EXPECT_EQ((*keys)[2].stratum, "test");
  EXPECT_NE((*keys)[0].public_key, (*keys)[1].public_key);
  for (const StratumKey& key : *keys) {
    const auto opened = OpenKey(secret, "c", key);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->Public().ToSpki(), key.public_key);
    EXPECT_EQ(key.sealed_private_key.find(opened->ToPkcs8()), std::string::npos);
  }
}

TEST(MakeKeysTest, AKeyOpensOnlyWhereItBelongs) {
  const Secret secret = Secret::Generate();
  const auto keys = MakeKeys(secret, "c", {"a"});
  ASSERT_TRUE(keys.ok()) << keys.status();
  const StratumKey key = keys->front();
  StratumKey moved = key;
  moved.stratum = "b";
  StratumKey destroyed = key;
  destroyed.sealed_private_key.clear();
  EXPECT_EQ(OpenKey(secret, "c", moved).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenKey(secret, "d", key).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenKey(secret, "c", destroyed).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenKey(Secret::Generate(), "c", key).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace tarazy::surveys
