#include "common/cache/redis_url.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"

namespace tarazy::cache {
namespace {

TEST(RedisUrlTest, ReadsAllParts) {
  const RedisAddress all = *ParseRedisUrl("redis://app:p%40ss%3A@cache.example:6380/3");
  EXPECT_EQ(all.host, "cache.example");
  EXPECT_EQ(all.port, 6380);
  EXPECT_EQ(all.user, "app");
  EXPECT_EQ(all.password, "p@ss:");
  EXPECT_EQ(all.database, 3);
}

TEST(RedisUrlTest, MissingPartsHaveDefaults) {
  for (const char* const url : {"redis://cache", "redis://cache/", "redis://cache:6379/0"}) {
    const RedisAddress bare = *ParseRedisUrl(url);
    EXPECT_EQ(bare.host, "cache");
    EXPECT_EQ(bare.port, 6379);
    EXPECT_EQ(bare.password, "");
    EXPECT_EQ(bare.database, 0);
  }
  EXPECT_EQ(ParseRedisUrl("redis://:secret@cache")->password, "secret");
  EXPECT_EQ(ParseRedisUrl("redis://:secret@cache")->user, "");
}

TEST(RedisUrlTest, TakesIpv6InBrackets) {
  EXPECT_EQ(ParseRedisUrl("redis://[::1]")->host, "::1");
  EXPECT_EQ(ParseRedisUrl("redis://[::1]:7000/2")->port, 7000);
}

TEST(RedisUrlTest, RefusesWhatIsWrongWithoutRepeatingIt) {
  for (const char* const url :
       {"", "cache:6379", "http://cache", "rediss://:hush@cache", "redis://", "redis://:hush@",
        "redis://:hush@cache:0", "redis://:hush@cache:65536", "redis://:hush@cache:x",
        "redis://:hush@cache/-1", "redis://:hush@cache/x", "redis://:hush%4@cache",
        "redis://:hush%zz@cache", "redis://hush@cache", "redis://:hush@[::1", "redis://[::1]x"}) {
    const absl::Status status = ParseRedisUrl(url).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << url;
    EXPECT_FALSE(absl::StrContains(status.ToString(), "hush")) << status;
  }
}

}  // namespace
}  // namespace tarazy::cache
