// The first tier: values in memory, the least recently used leave when the bytes are spent.
#pragma once

#include <cstddef>
#include <memory>

#include "absl/strings/string_view.h"
#include "common/cache/value.h"
#include "common/obs/metrics.h"

namespace tarazy::cache {

// Thread-safe. Split into shards by key, each with its own lock and an equal part of the bytes, so
// that readers seldom meet.
class Lru {
 public:
  struct Options {
    size_t max_bytes = size_t{64} << 20;  // keys, values and what it costs to keep them
    int shards = 8;                       // at least 1
    obs::Counter evictions;
    obs::Gauge bytes;
  };

  explicit Lru(const Options& options);
  ~Lru();
  Lru(const Lru&) = delete;
  Lru& operator=(const Lru&) = delete;

  // Null when the key is not here. Never blocks for longer than another shard operation takes.
  Value Get(absl::string_view key);
  // Replaces what was there. A value larger than a shard's part of the bytes is not kept.
  void Put(absl::string_view key, Value value);
  void Erase(absl::string_view key);
  void Clear();

  size_t bytes() const;    // held now, at most max_bytes
  size_t entries() const;  // held now

 private:
  struct Shard;

  Shard& ShardOf(absl::string_view key) const;

  const Options options_;
  const std::unique_ptr<Shard[]> shards_;
};

}  // namespace tarazy::cache
