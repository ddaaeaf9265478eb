#include "common/cache/lru.h"

#include <list>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "common/base/mutex.h"

namespace tarazy::cache {
namespace {

// What an entry costs besides its bytes: list node, two strings, control block, map slot and the
// allocator's headers, rounded up.
constexpr size_t kEntryOverhead = 256;

struct Entry {
  std::string key;
  Value value;
  size_t cost = 0;
};

using Entries = std::list<Entry>;  // the most recently used first

}  // namespace

struct alignas(64) Lru::Shard {
  // Removes one entry; its value goes to `removed` so that the caller frees it without the lock.
  void Remove(Entries::iterator entry, Entries& removed) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) {
    index.erase(entry->key);
    bytes -= entry->cost;
    removed.splice(removed.end(), entries, entry);
  }

  Mutex mu;
  Entries entries ABSL_GUARDED_BY(mu);
  absl::flat_hash_map<absl::string_view, Entries::iterator> index ABSL_GUARDED_BY(mu);
  size_t bytes ABSL_GUARDED_BY(mu) = 0;
};

Lru::Lru(const Options& options) : options_(options), shards_(new Shard[options.shards]) {}

Lru::~Lru() { Clear(); }

Lru::Shard& Lru::ShardOf(absl::string_view key) const {
  // The map in a shard uses the low bits of the same hash.
  const uint64_t hash = absl::Hash<absl::string_view>()(key);
  return shards_[(hash >> 40) % options_.shards];
}

Value Lru::Get(absl::string_view key) {
  Shard& shard = ShardOf(key);
  MutexLock lock(shard.mu);
  const auto found = shard.index.find(key);
  if (found == shard.index.end()) return nullptr;
  shard.entries.splice(shard.entries.begin(), shard.entries, found->second);
  return found->second->value;
}

void Lru::Put(absl::string_view key, Value value) {
  const size_t limit = options_.max_bytes / options_.shards;
  const size_t cost = key.size() + value->size() + kEntryOverhead;
  Entries added;
  if (cost <= limit) added.push_back({std::string(key), std::move(value), cost});
  Entries removed;
  size_t evicted = 0;
  double change = 0;
  {
    Shard& shard = ShardOf(key);
    MutexLock lock(shard.mu);
    const size_t before = shard.bytes;
    if (const auto old = shard.index.find(key); old != shard.index.end()) {
      shard.Remove(old->second, removed);
    }
    if (!added.empty()) {
      shard.bytes += cost;
      shard.entries.splice(shard.entries.begin(), added);
      shard.index.emplace(shard.entries.front().key, shard.entries.begin());
    }
    for (; shard.bytes > limit; ++evicted) {
      shard.Remove(std::prev(shard.entries.end()), removed);
    }
    change = static_cast<double>(shard.bytes) - static_cast<double>(before);
  }
  if (evicted > 0) options_.evictions.Increment(static_cast<double>(evicted));
  options_.bytes.Add(change);
}

void Lru::Erase(absl::string_view key) {
  Entries removed;
  {
    Shard& shard = ShardOf(key);
    MutexLock lock(shard.mu);
    const auto found = shard.index.find(key);
    if (found == shard.index.end()) return;
    shard.Remove(found->second, removed);
  }
  options_.bytes.Add(-static_cast<double>(removed.front().cost));
}

void Lru::Clear() {
  for (int i = 0; i < options_.shards; ++i) {
    Entries removed;
    double freed = 0;
    {
      MutexLock lock(shards_[i].mu);
      shards_[i].index.clear();
      freed = static_cast<double>(shards_[i].bytes);
      shards_[i].bytes = 0;
      removed.swap(shards_[i].entries);
    }
    options_.bytes.Add(-freed);
  }
}

size_t Lru::bytes() const {
  size_t sum = 0;
  for (int i = 0; i < options_.shards; ++i) {
    MutexLock lock(shards_[i].mu);
    sum += shards_[i].bytes;
  }
  return sum;
}

size_t Lru::entries() const {
  size_t sum = 0;
  for (int i = 0; i < options_.shards; ++i) {
    MutexLock lock(shards_[i].mu);
    sum += shards_[i].index.size();
  }
  return sum;
}

}  // namespace tarazy::cache
