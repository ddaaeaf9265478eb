// Heads: small mutable values ("which edition is current"), the only part of the cache that can be
// stale, and what bounds that.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/cache/remote.h"
#include "common/cache/single_flight.h"
#include "common/cache/value.h"
#include "common/obs/metrics.h"

namespace tarazy::cache {

// A head is kept in memory only, and only while changes made elsewhere would be heard of: between
// Live() and Lost(). Its value is never taken from the remote store, where one lost message would
// leave it stale for ever; the store carries the bell alone. Should a bell get lost all the same, a
// head is at most `max_age` behind. Thread-safe.
class Heads {
 public:
  // Reads the head from where it is kept durably, after everything committed before the call.
  using Load = std::function<absl::StatusOr<std::string>()>;

  struct Options {
    std::string prefix = "tarazy:v1:head:";     // of the keys that ring the bell
    absl::Duration max_age = absl::Seconds(2);  // of a kept head, counted from before its load
    bool alone = false;          // no other process changes heads: live without a bell
    size_t max_entries = 10000;  // beyond, all are dropped
  };

  // `bell` (null without a remote store) and `metrics` may be null.
  Heads(const Options& options, Remote* bell, obs::Metrics* metrics);
  Heads(const Heads&) = delete;
  Heads& operator=(const Heads&) = delete;

  // From memory, if it may be used: never blocks. Else null.
  Value Find(absl::string_view name);

  // From memory or else by `load`, which runs on this thread. Errors of `load` are given, not kept.
  Result Get(absl::string_view name, const Load& load);

  // To be called after a change was committed, before the caller is answered: this process sees
  // the change from now on, the others are told. Takes at most the remote store's time for a call;
  // when the bell cannot be rung, others see the change within `max_age`.
  void Changed(absl::string_view name);

  // What the invalidation connection reports, from its thread.
  void Drop(absl::string_view key);  // with the prefix; other keys are ignored
  void DropAll();
  void Live();  // from now on every change rings
  void Lost();  // changes may go unheard: all are dropped, none is kept

  bool live() const;
  const std::string& prefix() const { return options_.prefix; }

 private:
  struct Entry {
    Value value;
    std::chrono::steady_clock::time_point loaded;
  };

  bool MayKeep() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return live_ || options_.alone; }

  const Options options_;
  Remote* const bell_;
  obs::Counter hits_, loads_, load_errors_, drops_, flushes_, rings_, ring_errors_;
  obs::Gauge live_gauge_;

  mutable Mutex mu_;
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mu_);
  bool live_ ABSL_GUARDED_BY(mu_) = false;
  // Counts whatever may have changed a head: a load that began before the last one is not kept.
  uint64_t generation_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace tarazy::cache
