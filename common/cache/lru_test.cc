#include "common/cache/lru.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace tarazy::cache {
namespace {

Value Bytes(size_t size) { return std::make_shared<const std::string>(size, 'x'); }

Value Text(absl::string_view text) { return std::make_shared<const std::string>(text); }

TEST(LruTest, GivesWhatWasPut) {
  Lru lru(Lru::Options{});
  EXPECT_EQ(lru.Get("a"), nullptr);
  lru.Put("a", Text("1"));
  ASSERT_NE(lru.Get("a"), nullptr);
  EXPECT_EQ(*lru.Get("a"), "1");
  lru.Put("a", Text("2"));
  EXPECT_EQ(*lru.Get("a"), "2");
  EXPECT_EQ(lru.entries(), 1u);
}

TEST(LruTest, TheLeastRecentlyUsedLeavesFirst) {
  Lru lru({.max_bytes = 4000, .shards = 1});
  lru.Put("a", Bytes(1000));
  lru.Put("b", Bytes(1000));
  lru.Put("c", Bytes(1000));
  ASSERT_NE(lru.Get("a"), nullptr);
  lru.Put("d", Bytes(1000));
  EXPECT_NE(lru.Get("a"), nullptr);
  EXPECT_EQ(lru.Get("b"), nullptr);
  EXPECT_NE(lru.Get("c"), nullptr);
  EXPECT_NE(lru.Get("d"), nullptr);
}

TEST(LruTest, HoldsAtMostItsBytesKeysAndOverheadIncluded) {
  const size_t max_bytes = 1 << 20;
  Lru lru({.max_bytes = max_bytes});
  for (int i = 0; i < 20000; ++i) lru.Put(absl::StrCat("key number ", i), Bytes(i % 7));
  EXPECT_LE(lru.bytes(), max_bytes);
  EXPECT_GT(lru.bytes(), max_bytes / 2);
  EXPECT_LT(lru.entries(), max_bytes / 256);
}

TEST(LruTest, AValueTooLargeIsNotKeptAndTheOldOneIsGone) {
  Lru lru({.max_bytes = 4000, .shards = 1});
  lru.Put("a", Bytes(10));
  lru.Put("b", Bytes(10));
  lru.Put("a", Bytes(4000));
  EXPECT_EQ(lru.Get("a"), nullptr);
  EXPECT_NE(lru.Get("b"), nullptr);
}

TEST(LruTest, ErasedAndClearedKeysAreGoneAndTheirBytesFree) {
  Lru lru(Lru::Options{});
  lru.Put("a", Bytes(10));
  lru.Put("b", Bytes(10));
  lru.Erase("a");
  lru.Erase("absent");
  EXPECT_EQ(lru.Get("a"), nullptr);
  EXPECT_NE(lru.Get("b"), nullptr);
  lru.Clear();
  EXPECT_EQ(lru.Get("b"), nullptr);
  EXPECT_EQ(lru.bytes(), 0u);
}

TEST(LruTest, AValueThatLeavesStaysWithItsReaders) {
  Lru lru(Lru::Options{});
  lru.Put("a", Text("mine"));
  const Value read = lru.Get("a");
  lru.Clear();
  EXPECT_EQ(*read, "mine");
}

TEST(LruTest, CountsItsBytesAndEvictions) {
  obs::Metrics metrics;
  {
    Lru lru({.max_bytes = 4000,
             .shards = 1,
             .evictions = metrics.AddCounter("evictions", ""),
             .bytes = metrics.AddGauge("bytes", "")});
    for (int i = 0; i < 5; ++i) lru.Put(absl::StrCat(i), Bytes(1000));
    EXPECT_NE(metrics.Render().find("\nevictions 2\n"), std::string::npos) << metrics.Render();
    EXPECT_NE(metrics.Render().find(absl::StrCat("\nbytes ", lru.bytes(), "\n")),
              std::string::npos);
  }
  EXPECT_NE(metrics.Render().find("\nbytes 0\n"), std::string::npos);
}

TEST(LruTest, ManyThreadsReadAndWriteWholeValues) {
  Lru lru({.max_bytes = 64 << 10});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&lru, t] {
      for (int i = 0; i < 20000; ++i) {
        const std::string key = absl::StrCat((i * 7 + t) % 300);
        if (const Value value = lru.Get(key)) {
          ASSERT_EQ(*value, key);
        } else {
          lru.Put(key, Text(key));
        }
        if (i % 1000 == 0) lru.Erase(key);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(lru.bytes(), size_t{64} << 10);
}

}  // namespace
}  // namespace tarazy::cache
