// The remote store while the server is gone, hung, slow or lying: calls end in time, and all is
// well again by itself.
#include <gtest/gtest.h>
#include <signal.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/redis.h"
#include "tests/cache/await.h"
#include "tests/testing/tcp_proxy.h"
#include "tests/testing/temp_redis.h"

namespace tarazy::testing {
namespace {

using cache::Redis;

constexpr absl::Duration kTtl = absl::Minutes(10);
constexpr absl::Duration kBudget = absl::Milliseconds(100);
// What a call may take: its budget, and what a busy machine adds.
const absl::Duration kBound = kBudget + absl::Seconds(1);

class RedisOutageTest : public ::testing::Test {
 protected:
  static Redis::Options To(int port) {
    return {.address = {.host = "127.0.0.1", .port = port},
            .budget = kBudget,
            .breaker = {.first_pause = absl::Milliseconds(5), .max_pause = absl::Milliseconds(50)}};
  }
  // Every call is tried, however many fail.
  static Redis::Options Stubborn(int port) {
    Redis::Options options = To(port);
    options.breaker.failures = 1'000'000;
    return options;
  }

  void SetAndGet(Redis& redis) {
    EXPECT_TRUE(Eventually([&] { return redis.Set("key", "value", kTtl).ok(); }));
    EXPECT_TRUE(Eventually([&] { return Gives(redis, "value"); }));
  }
  static bool Gives(Redis& redis, absl::string_view value) {
    const auto got = redis.Get("key");
    return got.ok() && got->has_value() && **got == value;
  }
  // A failing read that ends in time.
  void FailsInTime(Redis& redis, const std::string& what = "") {
    const absl::Time start = absl::Now();
    EXPECT_FALSE(redis.Get("key").ok()) << what;
    EXPECT_LT(absl::Now() - start, kBound) << what;
  }

  const std::unique_ptr<TempRedis> server_ = *TempRedis::Start();
  const std::unique_ptr<TcpProxy> proxy_ = *TcpProxy::Start(server_->port());
};

TEST_F(RedisOutageTest, AServerThatWasNeverThereIsAnErrorAndThenFound) {
  server_->Kill();
  Redis redis(To(server_->port()), nullptr);
  for (int i = 0; i < 10; ++i) FailsInTime(redis);
  ASSERT_TRUE(server_->Resume().ok());
  SetAndGet(redis);
}

TEST_F(RedisOutageTest, AServerRestartedEmptyCostsNoFailure) {
  Redis::Options options = To(server_->port());
  options.budget = absl::Seconds(10);
  Redis redis(options, nullptr);
  SetAndGet(redis);
  server_->Kill();
  ASSERT_TRUE(server_->Resume().ok());
  // The pooled connection is dead, and is found to be before it is used.
  const auto got = redis.Get("key");
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(*got, std::nullopt);
}

TEST_F(RedisOutageTest, AHungServerHoldsNoCallBeyondItsBudgetAlsoOnNewConnections) {
  Redis redis(Stubborn(server_->port()), nullptr);
  SetAndGet(redis);
  server_->Signal(SIGSTOP);
  // The first is on the old connection; the others connect (the kernel accepts) and then wait.
  for (int i = 0; i < 5; ++i) FailsInTime(redis);
  server_->Signal(SIGCONT);
  SetAndGet(redis);
}

TEST_F(RedisOutageTest, WhileItHangsCallsAreSoonNotEvenTried) {
  Redis::Options options = To(server_->port());
  options.breaker.first_pause = options.breaker.max_pause = absl::Seconds(2);
  obs::Metrics metrics;
  Redis redis(options, &metrics);
  SetAndGet(redis);
  server_->Signal(SIGSTOP);
  for (int i = 0; i < 3; ++i) FailsInTime(redis);
  EXPECT_TRUE(redis.reads_suspended());
  EXPECT_TRUE(redis.writes_suspended());
  const absl::Time start = absl::Now();
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(redis.Get("key").ok());
  // Tried, they would take 100 s.
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  EXPECT_NE(metrics.Render().find("tarazy_cache_redis_circuit_open{op=\"read\"} 1\n"),
            std::string::npos);
  server_->Signal(SIGCONT);
  SetAndGet(redis);
  EXPECT_NE(metrics.Render().find("tarazy_cache_redis_circuit_open{op=\"read\"} 0\n"),
            std::string::npos);
}

TEST_F(RedisOutageTest, AServerThatDripsHoldsNoCallBeyondItsBudget) {
  Redis redis(Stubborn(proxy_->port()), nullptr);
  EXPECT_TRUE(Eventually([&] { return redis.Set("key", std::string(500, 'x'), kTtl).ok(); }));
  // One byte each 20 ms: each read is quick, the whole reply takes 10 s.
  proxy_->Set({.delay = absl::Milliseconds(20), .slice_bytes = 1});
  for (int i = 0; i < 3; ++i) FailsInTime(redis);
  proxy_->Heal();
  EXPECT_TRUE(Eventually([&] { return redis.Get("key").ok(); }));
}

TEST_F(RedisOutageTest, BlackHolesCutsAndRefusalsAreErrorsInTime) {
  Redis redis(Stubborn(proxy_->port()), nullptr);
  SetAndGet(redis);
  proxy_->Set({.hold = true});
  for (int i = 0; i < 3; ++i) FailsInTime(redis, "hold");
  proxy_->Set({.refuse = true});
  proxy_->Cut();
  for (int i = 0; i < 3; ++i) FailsInTime(redis, "refuse");
  proxy_->Heal();
  SetAndGet(redis);
  proxy_->Cut();
  SetAndGet(redis);
}

TEST_F(RedisOutageTest, ALateReplyIsNeverTakenForAnotherCalls) {
  Redis redis(Stubborn(proxy_->port()), nullptr);
  EXPECT_TRUE(Eventually([&] { return redis.Set("late", "late", kTtl).ok(); }));
  SetAndGet(redis);
  proxy_->Set({.hold = true});
  EXPECT_FALSE(redis.Get("late").ok());
  proxy_->Heal();
  for (int i = 0; i < 20; ++i) {
    const auto got = redis.Get("key");
    if (got.ok()) {
      EXPECT_EQ(*got, "value");
    }
  }
}

TEST_F(RedisOutageTest, NoLieIsTakenForAValue) {
  const std::vector<std::string> lies = {
      "-LOADING Redis is loading the dataset in memory\r\n",
      "-MOVED 3999 127.0.0.1:6381\r\n",
      "-READONLY You can't write against a read only replica.\r\n",
      "-NOAUTH Authentication required.\r\n",
      "HTTP/1.1 400 Bad Request\r\n\r\n",
      std::string("\0\0\0\0\0\0", 6),
      "+OK\r\n",
      ":1\r\n",
      "*1\r\n$1\r\na\r\n",
      "*2000000000\r\n",
      "$5\r\nab",
      "$-7\r\n",
      "$999999999999\r\n",
      "$4\r\nvaluexx",
      "\r\n",
  };
  Redis redis(Stubborn(proxy_->port()), nullptr);
  SetAndGet(redis);
  for (const std::string& lie : lies) {
    proxy_->Set({.to_client = [lie](std::string) { return lie; }});
    FailsInTime(redis, lie);
    const absl::Time start = absl::Now();
    if (lie != "+OK\r\n") {
      EXPECT_FALSE(redis.Set("key", "other", kTtl).ok()) << lie;
    }
    EXPECT_LT(absl::Now() - start, kBound) << lie;
    proxy_->Heal();
    SetAndGet(redis);
  }
}

TEST_F(RedisOutageTest, ANameThatNobodyResolvesIsAnErrorInTime) {
  Redis::Options options = Stubborn(6379);
  options.address.host = "a-name-that-nobody-has.invalid";
  Redis redis(options, nullptr);
  for (int i = 0; i < 3; ++i) FailsInTime(redis);
}

}  // namespace
}  // namespace tarazy::testing
