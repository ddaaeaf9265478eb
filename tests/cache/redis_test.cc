// The remote store on a real server: what it does while all is well, and what servers refuse.
#include "common/cache/redis.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/cache/await.h"
#include "tests/testing/tcp_proxy.h"
#include "tests/testing/temp_redis.h"

namespace tarazy::testing {
namespace {

using cache::Redis;

constexpr absl::Duration kTtl = absl::Minutes(10);

// A budget that a busy machine keeps too: these tests are not about time.
Redis::Options To(int port) {
  return {.address = {.host = "127.0.0.1", .port = port}, .budget = absl::Seconds(10)};
}

TEST(RedisTest, GivesBackTheBytesThatWereSet) {
  const auto server = *TempRedis::Start();
  Redis redis(To(server->port()), nullptr);
  const std::string bytes("\0\r\n$-1 \xff", 8);
  EXPECT_EQ(*redis.Get("key"), std::nullopt);
  ASSERT_TRUE(redis.Set("key", bytes, kTtl).ok());
  EXPECT_EQ(*redis.Get("key"), bytes);
  ASSERT_TRUE(redis.Set("key", "", kTtl).ok());
  EXPECT_EQ(*redis.Get("key"), "");
  const std::string large(3 << 20, 'x');
  ASSERT_TRUE(redis.Set("key", large, kTtl).ok());
  EXPECT_EQ(*redis.Get("key"), large);
}

TEST(RedisTest, ValuesLeaveAfterTheirTime) {
  const auto server = *TempRedis::Start();
  Redis redis(To(server->port()), nullptr);
  ASSERT_TRUE(redis.Set("key", "value", kTtl).ok());
  int64_t left = 0;
  ASSERT_TRUE(absl::SimpleAtoi(server->Run({"PTTL", "key"}), &left));
  EXPECT_GT(left, 0);
  EXPECT_LE(left, absl::ToInt64Milliseconds(kTtl));
  ASSERT_TRUE(redis.Set("brief", "value", absl::Milliseconds(1)).ok());
  EXPECT_TRUE(Eventually([&] { return *redis.Get("brief") == std::nullopt; }));
}

TEST(RedisTest, AuthenticatesAndSelectsItsDatabase) {
  const auto server = *TempRedis::Start({"--requirepass", "hush"});
  Redis::Options options = To(server->port());
  Redis stranger(options, nullptr);
  EXPECT_FALSE(stranger.Get("key").ok());
  options.address.password = "wrong";
  Redis wrong(options, nullptr);
  EXPECT_FALSE(wrong.Get("key").ok());
  options.address.password = "hush";
  Redis zero(options, nullptr);
  options.address.database = 3;
  Redis three(options, nullptr);
  ASSERT_TRUE(three.Set("key", "value", kTtl).ok());
  EXPECT_EQ(*three.Get("key"), "value");
  EXPECT_EQ(*zero.Get("key"), std::nullopt);
}

TEST(RedisTest, ThreadsShareFewConnectionsAndGetTheirOwnValues) {
  const auto server = *TempRedis::Start();
  const auto proxy = *TcpProxy::Start(server->port());
  Redis::Options options = To(proxy->port());
  options.connections = 4;
  Redis redis(options, nullptr);
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&redis, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string key = absl::StrCat(t, "/", i);
        ASSERT_TRUE(redis.Set(key, key, kTtl).ok());
        ASSERT_EQ(*redis.Get(key), key);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(proxy->accepted(), 4);
}

TEST(RedisTest, AValueOfAnotherTypeIsAnErrorOfThatKeyOnly) {
  const auto server = *TempRedis::Start();
  Redis redis(To(server->port()), nullptr);
  ASSERT_EQ(server->Run({"LPUSH", "key", "element"}), "1");
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(redis.Get("key").ok());
  EXPECT_FALSE(redis.reads_suspended());
  ASSERT_TRUE(redis.Set("key", "value", kTtl).ok());
  EXPECT_EQ(*redis.Get("key"), "value");
}

TEST(RedisTest, AValueTooLargeIsNeitherWrittenNorRead) {
  const auto server = *TempRedis::Start();
  Redis::Options options = To(server->port());
  Redis large(options, nullptr);
  options.max_value_bytes = 1 << 10;
  Redis small(options, nullptr);
  for (const size_t size : {(size_t{1} << 10) + 1, size_t{3} << 20}) {
    const std::string value(size, 'x');
    ASSERT_TRUE(large.Set("large", value, kTtl).ok());
    for (int i = 0; i < 5; ++i) {
      EXPECT_TRUE(absl::IsResourceExhausted(small.Get("large").status()));
      EXPECT_TRUE(absl::IsResourceExhausted(small.Set("key", value, kTtl)));
    }
  }
  EXPECT_FALSE(small.reads_suspended());
  EXPECT_FALSE(small.writes_suspended());
  ASSERT_TRUE(small.Set("key", "value", kTtl).ok());
  EXPECT_EQ(*small.Get("key"), "value");
}

TEST(RedisTest, AReadOnlyServerIsStillReadFrom) {
  const auto server = *TempRedis::Start();
  Redis redis(To(server->port()), nullptr);
  ASSERT_TRUE(redis.Set("key", "value", kTtl).ok());
  // A replica whose master is dead: it serves what it has, and takes no writes.
  ASSERT_EQ(server->Run({"REPLICAOF", "127.0.0.1", "1"}), "OK");
  ASSERT_TRUE(Eventually(
      [&] { return !redis.Set("key", "other", kTtl).ok() && redis.writes_suspended(); }));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(*redis.Get("key"), "value");
  EXPECT_FALSE(redis.reads_suspended());
  ASSERT_EQ(server->Run({"REPLICAOF", "NO", "ONE"}), "OK");
  EXPECT_TRUE(Eventually([&] { return redis.Set("key", "other", kTtl).ok(); }));
  EXPECT_EQ(*redis.Get("key"), "other");
}

TEST(RedisTest, AFullServerIsStillReadFrom) {
  const auto server = *TempRedis::Start();
  Redis redis(To(server->port()), nullptr);
  ASSERT_TRUE(redis.Set("key", "value", kTtl).ok());
  ASSERT_EQ(server->Run({"CONFIG", "SET", "maxmemory", "1"}), "OK");
  EXPECT_FALSE(redis.Set("other", "value", kTtl).ok());
  EXPECT_EQ(*redis.Get("key"), "value");
}

}  // namespace
}  // namespace tarazy::testing
