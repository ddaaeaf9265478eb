// What a read costs that finds its value in memory, and what sealing adds to one that does not.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/envelope.h"
#include "common/cache/heads.h"
#include "common/cache/tiered_cache.h"

namespace tarazy::cache {
namespace {

constexpr int kKeys = 10'000;

// Filled once, shared by the threads.
struct Filled {
  Filled() : cache(TieredCache::Options{}, nullptr, &metrics) {
    for (int i = 0; i < kKeys; ++i) {
      keys.push_back(absl::StrCat("tarazy:v1:score:", i % 7, ":institution-", i));
      const auto compute = [] { return absl::StatusOr<std::string>(std::string(300, 'x')); };
      cache.GetOrCompute(keys.back(), absl::InfiniteFuture(), compute).IgnoreError();
    }
  }
  obs::Metrics metrics;
  TieredCache cache;
  std::vector<std::string> keys;
};

void FindInMemory(benchmark::State& state) {
  static Filled filled;
  size_t next = state.thread_index() * 1009;
  for (auto _ : state) {
    next = (next + 7919) % kKeys;
    benchmark::DoNotOptimize(filled.cache.Find(filled.keys[next]));
  }
}
BENCHMARK(FindInMemory)->Threads(1)->Threads(2)->UseRealTime();

void FindHead(benchmark::State& state) {
  static Heads heads({.max_age = absl::InfiniteDuration(), .alone = true}, nullptr, nullptr);
  heads.Get("iqaa-2026", [] { return absl::StatusOr<std::string>("3"); }).IgnoreError();
  for (auto _ : state) benchmark::DoNotOptimize(heads.Find("iqaa-2026"));
}
BENCHMARK(FindHead)->Threads(1)->Threads(2)->UseRealTime();

void SealAndOpen(benchmark::State& state) {
  const Seal seal = {.secret = "an installation's secret"};
  const std::string bytes(300, 'x');
  for (auto _ : state) {
    benchmark::DoNotOptimize(OpenValue(seal, "key", SealValue(seal, "key", bytes)));
  }
}
BENCHMARK(SealAndOpen);

}  // namespace
}  // namespace tarazy::cache

BENCHMARK_MAIN();
