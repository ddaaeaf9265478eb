#include "common/cache/tiered_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <optional>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/mutex.h"

namespace tarazy::cache {
namespace {

using ::testing::HasSubstr;

// A remote store that keeps what it is given, or does what the test tells it.
class FakeRemote final : public Remote {
 public:
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) override {
    MutexLock lock(mu_);
    ++gets;
    if (down) return absl::UnavailableError("down");
    const auto found = values.find(std::string(key));
    if (found == values.end()) return std::nullopt;
    return found->second;
  }
  absl::Status Set(absl::string_view key, absl::string_view value, absl::Duration ttl) override {
    MutexLock lock(mu_);
    if (down) return absl::UnavailableError("down");
    values[std::string(key)] = std::string(value);
    ttls.push_back(ttl);
    return absl::OkStatus();
  }

  Mutex mu_;
  std::map<std::string, std::string> values;
  std::vector<absl::Duration> ttls;
  int gets = 0;
  bool down = false;
};

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

TieredCache::Options Sealed() { return {.seal = {.secret = "an installation's secret"}}; }

TieredCache::Compute Give(absl::string_view text) {
  return [text = std::string(text)] { return text; };
}

absl::StatusOr<std::string> MustNotRun() {
  ADD_FAILURE() << "computed";
  return "";
}

bool RunHere(std::function<void()> task) {
  task();
  return true;
}

TEST(TieredCacheTest, ComputesOnceAndThenFinds) {
  TieredCache cache(TieredCache::Options{}, nullptr, nullptr);
  EXPECT_EQ(cache.Find("key"), nullptr);
  EXPECT_EQ(**cache.GetOrCompute("key", Soon(), Give("value")), "value");
  EXPECT_EQ(**cache.GetOrCompute("key", Soon(), MustNotRun), "value");
  EXPECT_EQ(*cache.Find("key"), "value");
}

TEST(TieredCacheTest, AnotherReplicaGetsTheValueFromTheRemoteStore) {
  FakeRemote remote;
  TieredCache one(Sealed(), &remote, nullptr);
  EXPECT_EQ(**one.GetOrCompute("key", Soon(), Give("value")), "value");
  TieredCache two(Sealed(), &remote, nullptr);
  EXPECT_EQ(**two.GetOrCompute("key", Soon(), MustNotRun), "value");
  EXPECT_EQ(*two.Find("key"), "value");
}

TEST(TieredCacheTest, WhatDoesNotOpenIsComputedAndReplaced) {
  FakeRemote remote;
  const Seal seal = Sealed().seal;
  const std::vector<std::string> lies = {
      "",
      "garbage",
      SealValue(seal, "other key", "lie"),
      SealValue({.secret = "another installation"}, "key", "lie"),
      SealValue({.secret = seal.secret, .schema = 0}, "key", "lie"),
      SealValue(seal, "key", "cut").substr(0, 41),
  };
  for (const std::string& lie : lies) {
    remote.values["key"] = lie;
    TieredCache cache(Sealed(), &remote, nullptr);
    EXPECT_EQ(**cache.GetOrCompute("key", Soon(), Give("value")), "value");
    EXPECT_EQ(OpenValue(seal, "key", remote.values["key"]), "value");
  }
}

TEST(TieredCacheTest, ARemoteStoreThatIsDownChangesNoAnswer) {
  FakeRemote remote;
  remote.down = true;
  TieredCache cache(Sealed(), &remote, nullptr);
  EXPECT_EQ(**cache.GetOrCompute("key", Soon(), Give("value")), "value");
  EXPECT_EQ(*cache.Find("key"), "value");
}

TEST(TieredCacheTest, WithoutASecretNothingIsReadFromTheRemoteStore) {
  FakeRemote remote;
  remote.values["key"] = SealValue({}, "key", "lie");
  TieredCache cache(TieredCache::Options{}, &remote, nullptr);
  EXPECT_EQ(**cache.GetOrCompute("key", Soon(), Give("value")), "value");
  EXPECT_EQ(remote.gets, 0);
}

TEST(TieredCacheTest, ErrorsAreNotKept) {
  FakeRemote remote;
  TieredCache cache(Sealed(), &remote, nullptr);
  const Result failed = cache.GetOrCompute(
      "key", Soon(), [] { return absl::StatusOr<std::string>(NotFound("thing", "key")); });
  EXPECT_TRUE(absl::IsNotFound(failed.status()));
  EXPECT_TRUE(remote.values.empty());
  EXPECT_EQ(**cache.GetOrCompute("key", Soon(), Give("value")), "value");
}

TEST(TieredCacheTest, AHerdAsksTheRemoteStoreOnceAndComputesOnce) {
  constexpr int kThreads = 256;
  FakeRemote remote;
  TieredCache cache(Sealed(), &remote, nullptr);
  std::atomic<int> runs = 0;
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      const Result result = cache.GetOrCompute("key", Soon(), [&] {
        ++runs;
        return absl::StatusOr<std::string>("value");
      });
      if (result.ok() && **result == "value") ++good;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(remote.gets, 1);
  EXPECT_EQ(good, kThreads);
}

TEST(TieredCacheTest, AsyncGivesTheValueAndWritesItBack) {
  FakeRemote remote;
  TieredCache cache(Sealed(), &remote, nullptr);
  std::string given;
  const auto done = [&](const Result& result) {
    given = **result;
    EXPECT_TRUE(remote.values.empty()) << "the caller waited for the write";
  };
  cache.GetOrComputeAsync("key", Soon(), RunHere, Give("value"), done);
  EXPECT_EQ(given, "value");
  EXPECT_EQ(remote.values.size(), 1u);
}

TEST(TieredCacheTest, AsyncWithTheValueInMemoryNeedsNoExecutor) {
  TieredCache cache(TieredCache::Options{}, nullptr, nullptr);
  ASSERT_TRUE(cache.GetOrCompute("key", Soon(), Give("value")).ok());
  std::string given;
  cache.GetOrComputeAsync(
      "key", Soon(), [](std::function<void()>) { return false; }, MustNotRun,
      [&](const Result& result) { given = **result; });
  EXPECT_EQ(given, "value");
}

TEST(TieredCacheTest, TimesToLiveDifferWithinTheirBounds) {
  FakeRemote remote;
  TieredCache cache(Sealed(), &remote, nullptr);
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(cache.GetOrCompute(absl::StrCat("key", i), Soon(), Give("value")).ok());
  }
  const auto [least, most] = std::minmax_element(remote.ttls.begin(), remote.ttls.end());
  EXPECT_LE(*most, absl::Hours(24));
  EXPECT_GE(*least, absl::Hours(24) * 0.8);
  EXPECT_GT(*most - *least, absl::Minutes(10));
}

TEST(TieredCacheTest, CountsReadsByTier) {
  FakeRemote remote;
  obs::Metrics metrics;
  TieredCache cache(Sealed(), &remote, &metrics);
  ASSERT_TRUE(cache.GetOrCompute("key", Soon(), Give("value")).ok());
  ASSERT_NE(cache.Find("key"), nullptr);
  remote.down = true;
  ASSERT_TRUE(cache.GetOrCompute("other", Soon(), Give("value")).ok());
  const std::string text = metrics.Render();
  const std::string reads = "tarazy_cache_reads_total";
  EXPECT_THAT(text, HasSubstr(reads + "{result=\"hit\",tier=\"l1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr(reads + "{result=\"miss\",tier=\"l1\"} 2\n"));
  EXPECT_THAT(text, HasSubstr(reads + "{result=\"miss\",tier=\"redis\"} 1\n"));
  EXPECT_THAT(text, HasSubstr(reads + "{result=\"error\",tier=\"redis\"} 1\n"));
  EXPECT_THAT(text, HasSubstr(reads + "{result=\"hit\",tier=\"computed\"} 2\n"));
}

}  // namespace
}  // namespace tarazy::cache
