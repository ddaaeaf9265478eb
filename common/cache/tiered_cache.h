// Values that their keys name wholly: memory, then the remote store, then one computation.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/cache/envelope.h"
#include "common/cache/lru.h"
#include "common/cache/remote.h"
#include "common/cache/single_flight.h"
#include "common/cache/value.h"
#include "common/obs/metrics.h"

namespace tarazy::cache {

// For keys whose value never changes ("tarazy:v1:score:{edition}:{institution}"): neither tier can
// be stale, so nothing is ever invalidated. What a name points to at present belongs in Heads.
//
// An answer is the same whatever the remote store does; only its time differs. Errors of a
// computation are not kept. Thread-safe; must outlive the tasks that it gave to executors.
class TieredCache {
 public:
  // Runs on the thread of one caller, at most once at a time for a key.
  using Compute = std::function<absl::StatusOr<std::string>()>;
  using Done = std::function<void(const Result&)>;

  struct Options {
    size_t l1_bytes = size_t{64} << 20;    // of memory; values above an eighth of it stay out
    absl::Duration ttl = absl::Hours(24);  // in the remote store
    double ttl_jitter = 0.2;               // up to this part of the ttl earlier, at random
    Seal seal;                             // with an empty secret the remote store is not used
  };

  // `remote` and `metrics` may be null.
  TieredCache(const Options& options, Remote* remote, obs::Metrics* metrics);

  // From memory only: never blocks, costs well below a microsecond. Null when it is not there; the
  // miss is counted by the GetOrCompute that follows.
  Value Find(absl::string_view key);

  // The value, computed by `compute` if nobody has it. Blocks; DEADLINE_EXCEEDED when another
  // caller's computation is not over by `deadline` (`compute` bounds itself by it).
  Result GetOrCompute(absl::string_view key, absl::Time deadline, const Compute& compute);

  // The same without a waiting thread: the remote store and `compute` are asked on `executor`, and
  // `done` is called once (before this returns when the value is in memory). See
  // SingleFlight::Start for where `done` is called and what becomes of the deadline.
  void GetOrComputeAsync(absl::string_view key, absl::Time deadline, const Executor& executor,
                         Compute compute, Done done);

 private:
  struct Counters {
    explicit Counters(obs::Metrics* metrics);
    obs::Counter l1_hit, l1_miss, remote_hit, remote_miss, remote_error, computed, compute_error;
    obs::Counter joined, written, write_error, evictions;
    obs::Gauge bytes;
  };

  // What the leader of a flight does. `computed` is set when the remote store lacks the value.
  Result Load(absl::string_view key, const Compute& compute, Value& computed);
  Value LoadRemote(absl::string_view key);
  void WriteBack(absl::string_view key, const Value& computed);

  const Options options_;
  Remote* const remote_;
  const Counters counters_;
  Lru l1_;
  SingleFlight flights_;
};

}  // namespace tarazy::cache
