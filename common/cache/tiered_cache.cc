#include "common/cache/tiered_cache.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/random/random.h"

namespace tarazy::cache {
namespace {

constexpr char kReads[] = "tarazy_cache_reads_total";
constexpr char kReadsHelp[] = "Reads by tier and result; \"computed\" is what no tier had";

obs::Counter Reads(obs::Metrics* metrics, const char* tier, const char* result) {
  if (metrics == nullptr) return {};
  return metrics->AddCounter(kReads, kReadsHelp, {{"tier", tier}, {"result", result}});
}

obs::Counter Count(obs::Metrics* metrics, const char* name, const char* help,
                   const obs::Labels& labels = {}) {
  return metrics == nullptr ? obs::Counter() : metrics->AddCounter(name, help, labels);
}

constexpr char kWrites[] = "tarazy_cache_writes_total";
constexpr char kWritesHelp[] = "Computed values written to the remote store, by result";

}  // namespace

TieredCache::Counters::Counters(obs::Metrics* metrics)
    : l1_hit(Reads(metrics, "l1", "hit")),
      l1_miss(Reads(metrics, "l1", "miss")),
      remote_hit(Reads(metrics, "redis", "hit")),
      remote_miss(Reads(metrics, "redis", "miss")),
      remote_error(Reads(metrics, "redis", "error")),
      computed(Reads(metrics, "computed", "hit")),
      compute_error(Reads(metrics, "computed", "error")),
      joined(Count(metrics, "tarazy_cache_joined_total",
                   "Reads that waited for another caller's computation")),
      written(Count(metrics, kWrites, kWritesHelp, {{"result", "ok"}})),
      write_error(Count(metrics, kWrites, kWritesHelp, {{"result", "error"}})),
      evictions(Count(metrics, "tarazy_cache_evictions_total",
                      "Values that left memory because its bytes were spent")) {
  if (metrics != nullptr) {
    bytes = metrics->AddGauge("tarazy_cache_bytes", "Bytes held in memory, keys included");
  }
}

TieredCache::TieredCache(const Options& options, Remote* remote, obs::Metrics* metrics)
    : options_(options),
      remote_(options.seal.secret.empty() ? nullptr : remote),
      counters_(metrics),
      l1_({.max_bytes = options.l1_bytes,
           .evictions = counters_.evictions,
           .bytes = counters_.bytes}),
      flights_(counters_.joined) {}

Value TieredCache::Find(absl::string_view key) {
  Value value = l1_.Get(key);
  if (value != nullptr) counters_.l1_hit.Increment();
  return value;
}

Result TieredCache::GetOrCompute(absl::string_view key, absl::Time deadline,
                                 const Compute& compute) {
  if (Value value = Find(key)) return value;
  counters_.l1_miss.Increment();
  Value computed;
  Result result = flights_.Do(key, deadline, [&] { return Load(key, compute, computed); });
  WriteBack(key, computed);
  return result;
}

void TieredCache::GetOrComputeAsync(absl::string_view key, absl::Time deadline,
                                    const Executor& executor, Compute compute, Done done) {
  if (Value value = Find(key)) {
    done(value);
    return;
  }
  counters_.l1_miss.Increment();
  struct Task {
    std::string key;
    Compute compute;
    Value computed;
  };
  const auto task = std::make_shared<Task>(Task{std::string(key), std::move(compute), nullptr});
  flights_.Start(
      key, deadline, executor,
      [this, task] { return Load(task->key, task->compute, task->computed); }, std::move(done),
      [this, task] { WriteBack(task->key, task->computed); });
}

Result TieredCache::Load(absl::string_view key, const Compute& compute, Value& computed) {
  // A flight may have ended between this caller's look into memory and his boarding.
  if (Value value = l1_.Get(key)) return value;
  if (Value value = LoadRemote(key)) {
    l1_.Put(key, value);
    return value;
  }
  absl::StatusOr<std::string> bytes = compute();
  if (!bytes.ok()) {
    counters_.compute_error.Increment();
    return std::move(bytes).status();
  }
  counters_.computed.Increment();
  computed = std::make_shared<const std::string>(*std::move(bytes));
  l1_.Put(key, computed);
  return computed;
}

Value TieredCache::LoadRemote(absl::string_view key) {
  if (remote_ == nullptr) return nullptr;
  const absl::StatusOr<std::optional<std::string>> sealed = remote_->Get(key);
  if (sealed.ok() && !sealed->has_value()) {
    counters_.remote_miss.Increment();
    return nullptr;
  }
  std::optional<std::string> bytes;
  if (sealed.ok()) bytes = OpenValue(options_.seal, key, **sealed);
  if (!bytes.has_value()) {
    counters_.remote_error.Increment();
    return nullptr;
  }
  counters_.remote_hit.Increment();
  return std::make_shared<const std::string>(*std::move(bytes));
}

void TieredCache::WriteBack(absl::string_view key, const Value& computed) {
  if (remote_ == nullptr || computed == nullptr) return;
  // Values computed together would otherwise leave together, and be computed together again.
  absl::BitGen random;
  const double part = 1 - absl::Uniform(absl::IntervalClosed, random, 0.0, options_.ttl_jitter);
  const absl::Status written =
      remote_->Set(key, SealValue(options_.seal, key, *computed), options_.ttl * part);
  (written.ok() ? counters_.written : counters_.write_error).Increment();
}

}  // namespace tarazy::cache
