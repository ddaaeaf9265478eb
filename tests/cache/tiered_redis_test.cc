// With Redis down, slow, lying or read-only every answer is the same, only slower.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/redis.h"
#include "common/cache/tiered_cache.h"
#include "tests/cache/await.h"
#include "tests/testing/tcp_proxy.h"
#include "tests/testing/temp_redis.h"

namespace tarazy::testing {
namespace {

using cache::Redis;
using cache::Result;
using cache::Seal;
using cache::TieredCache;

const Seal kSeal = {.secret = "the installation's secret", .schema = 3};

Redis::Options To(int port, absl::Duration budget) {
  return {.address = {.host = "127.0.0.1", .port = port}, .budget = budget};
}

absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

// What the computation gives for a key.
std::string Truth(absl::string_view key) { return absl::StrCat("value of ", key); }

// One replica of a service: memory of its own, the same Redis.
class Replica {
 public:
  explicit Replica(int port, absl::Duration budget = absl::Seconds(10))
      : redis_(To(port, budget), nullptr), cache_({.seal = kSeal}, &redis_, nullptr) {}

  std::string Get(const std::string& key) {
    const Result result = cache_.GetOrCompute(key, Soon(), [&] {
      ++computed;
      return absl::StatusOr<std::string>(Truth(key));
    });
    return result.ok() ? **result : result.status().ToString();
  }

  std::atomic<int> computed = 0;

 private:
  Redis redis_;
  TieredCache cache_;
};

// How often a command was run, counted by the server.
int Calls(const TempRedis& server, absl::string_view command) {
  const std::string text = server.Run({"INFO", "commandstats"});
  const std::string mark = absl::StrCat("cmdstat_", command, ":calls=");
  const size_t at = text.find(mark);
  return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + mark.size());
}

int Herd(Replica& replica, const std::string& key) {
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 256; ++i) {
    threads.emplace_back([&] { good += replica.Get(key) == Truth(key); });
  }
  for (std::thread& thread : threads) thread.join();
  return good;
}

TEST(TieredRedisTest, AHerdIsOneReadOneComputationAndOneWrite) {
  const auto server = *TempRedis::Start();
  Replica replica(server->port());
  EXPECT_EQ(Herd(replica, "key"), 256);
  EXPECT_EQ(replica.computed, 1);
  EXPECT_EQ(Calls(*server, "get"), 1);
  EXPECT_EQ(Calls(*server, "set"), 1);
  Replica other(server->port());
  EXPECT_EQ(Herd(other, "key"), 256);
  EXPECT_EQ(other.computed, 0);
  EXPECT_EQ(Calls(*server, "get"), 2);
}

TEST(TieredRedisTest, AfterARestartWithoutDataAHerdStillComputesOnce) {
  const auto server = *TempRedis::Start();
  Replica before(server->port());
  EXPECT_EQ(before.Get("key"), Truth("key"));
  server->Kill();
  ASSERT_TRUE(server->Resume().ok());
  Replica after(server->port());
  EXPECT_EQ(Herd(after, "key"), 256);
  EXPECT_EQ(after.computed, 1);
}

TEST(TieredRedisTest, AnswersAreTheSameWhateverRedisDoes) {
  const auto server = *TempRedis::Start();
  const auto proxy = *TcpProxy::Start(server->port());
  const std::vector<std::pair<std::string, std::function<void()>>> faults = {
      {"healthy", [] {}},
      {"slow", [&] { proxy->Set({.delay = absl::Milliseconds(30)}); }},
      {"drips", [&] { proxy->Set({.delay = absl::Milliseconds(10), .slice_bytes = 1}); }},
      {"black hole", [&] { proxy->Set({.hold = true}); }},
      {"flips bits",
       [&] {
         proxy->Set({.to_client = [](std::string bytes) {
           for (char& byte : bytes) byte = static_cast<char>(byte ^ 4);
           return bytes;
         }});
       }},
      {"spoils the last byte",
       [&] {
         proxy->Set({.to_client = [](std::string bytes) {
           if (bytes.size() > 60) bytes[bytes.size() - 3] ^= 1;
           return bytes;
         }});
       }},
      {"read-only",
       [&] {
         server->Run({"REPLICAOF", "127.0.0.1", "1"});
       }},
      {"hung", [&] { server->Signal(SIGSTOP); }},
      {"gone", [&] { server->Kill(); }},
  };
  // Values that some replica computed while all was well.
  Replica writer(server->port());
  for (int i = 0; i < 5; ++i)
    ASSERT_EQ(writer.Get(absl::StrCat("key", i)), Truth(absl::StrCat("key", i)));
  for (const auto& [name, fault] : faults) {
    proxy->Heal();
    fault();
    Replica replica(proxy->port(), absl::Milliseconds(50));
    for (int i = 0; i < 10; ++i) {
      const std::string key = absl::StrCat("key", i);
      EXPECT_EQ(replica.Get(key), Truth(key)) << name;
    }
  }
}

TEST(TieredRedisTest, WhatOthersWroteIsAMissAndIsReplaced) {
  const auto server = *TempRedis::Start();
  const std::vector<std::vector<std::string>> lies = {
      {"SET", "key", ""},
      {"SET", "key", "garbage"},
      {"SET", "key", std::string(100, '\0')},
      {"SET", "key", cache::SealValue(kSeal, "another key", "a lie")},
      {"SET", "key",
       cache::SealValue({.secret = "another installation", .schema = 3}, "key", "a lie")},
      {"SET", "key", cache::SealValue({.secret = kSeal.secret, .schema = 2}, "key", "a lie")},
      {"SET", "key", cache::SealValue(kSeal, "key", "a lie").substr(0, 43)},
      {"LPUSH", "key", "a lie"},
      {"HSET", "key", "a", "lie"},
  };
  for (const auto& lie : lies) {
    server->Run({"DEL", "key"});
    server->Run(lie);
    Replica replica(server->port());
    EXPECT_EQ(replica.Get("key"), Truth("key"));
    EXPECT_EQ(replica.computed, 1);
    Replica next(server->port());
    EXPECT_EQ(next.Get("key"), Truth("key"));
    EXPECT_EQ(next.computed, 0) << "the lie was not replaced";
  }
}

}  // namespace
}  // namespace tarazy::testing
