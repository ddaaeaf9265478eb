// The engine alone: values given, every formula one variable, min_max, weighted mean, published and
// ranked. docs/adr/0003 says what the figures are held against.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "services/rankings/domain/compute.h"
#include "services/rankings/domain/parse_formula.h"

namespace tarazy::rankings {
namespace {

struct Task {
  Methodology methodology;
  Dataset dataset;
};

double NextValue(uint64_t& state) {  // the same values on any machine
  state = state * 6364136223846793005u + 1442695040888963407u;
  return static_cast<double>(state >> 11) * 0x1p-53 * 1000;
}

Task MakeTask(int units, int leaves, CombineKind combine, const Normaliser& normaliser) {
  Task task;
  task.methodology.id = "bench";
  Node root{.code = "1"};
  root.combine.kind = combine;
  uint64_t state = 1;
  for (int i = 0; i < leaves; ++i) {
    const std::string name = absl::StrCat("v", i);
    task.methodology.variables.push_back({.name = name});
    Node leaf{.code = absl::StrCat("1.", i + 1), .weight = 1 + i % 5};
    leaf.value = ParseFormula(name).formula;
    leaf.normaliser = normaliser;
    root.children.push_back(std::move(leaf));
    std::vector<double> column(units);
    for (double& value : column) value = NextValue(state);
    task.dataset.columns.push_back(std::move(column));
  }
  task.methodology.indicators.push_back(std::move(root));
  for (int u = 0; u < units; ++u) {
    task.dataset.units.push_back(absl::StrCat("u", absl::Dec(u, absl::kZeroPad6)));
  }
  return task;
}

void Run(benchmark::State& state, CombineKind combine, const Normaliser& normaliser) {
  const Task task = MakeTask(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)),
                             combine, normaliser);
  const ComputeOptions options{.threads = static_cast<int>(state.range(2))};
  Result result;  // memory is used again, as a service does
  for (auto _ : state) {
    const absl::Status status = ComputeInto(task.methodology, task.dataset, options, result);
    if (!status.ok()) return state.SkipWithError(status.ToString().c_str());
    benchmark::DoNotOptimize(result.units.data());
  }
}

void BM_WeightedMean(benchmark::State& state) {
  Run(state, CombineKind::kWeightedMean, MinMax{});
}
void BM_Geometric(benchmark::State& state) { Run(state, CombineKind::kGeometric, MinMax{}); }
void BM_ZScore(benchmark::State& state) { Run(state, CombineKind::kWeightedMean, ZScore{}); }

// Includes the allocation (and page faults) of a fresh result.
void BM_WeightedMeanFresh(benchmark::State& state) {
  const Task task = MakeTask(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)),
                             CombineKind::kWeightedMean, MinMax{});
  for (auto _ : state) {
    const auto result =
        Compute(task.methodology, task.dataset, {.threads = static_cast<int>(state.range(2))});
    benchmark::DoNotOptimize(result->units.data());
  }
}

BENCHMARK(BM_WeightedMean)
    ->ArgNames({"units", "leaves", "threads"})
    ->Args({130, 60, 1})
    ->Args({30000, 100, 1})
    ->Args({30000, 100, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_WeightedMeanFresh)
    ->ArgNames({"units", "leaves", "threads"})
    ->Args({130, 60, 1})
    ->Args({30000, 100, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_Geometric)
    ->ArgNames({"units", "leaves", "threads"})
    ->Args({130, 60, 1})
    ->Args({30000, 100, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_ZScore)
    ->ArgNames({"units", "leaves", "threads"})
    ->Args({130, 60, 1})
    ->Args({30000, 100, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tarazy::rankings

BENCHMARK_MAIN();
