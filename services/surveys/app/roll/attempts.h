// How often a ticket may be tried: bounds what one holder, or somebody who guesses, makes the
// signer do. In memory, of this process alone, and nothing of it is ever written.
#pragma once

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::surveys {

class Attempts {
 public:
  struct Limits {
    int per_ticket = 20;          // a minute
    int unknown = 600;            // a minute, of all tickets that are none together
    size_t tickets = 256 * 1024;  // counted at once; beyond them the counts begin anew
  };

  explicit Attempts(Limits limits) : limits_(limits) {}

  // Counts an attempt with a ticket of the roll. RESOURCE_EXHAUSTED RATE_LIMITED.
  absl::Status Known(absl::string_view ticket_digest, absl::Time now);

  // Counts an attempt with something that is no ticket. Who guesses cannot keep others out: their
  // tickets are known. RESOURCE_EXHAUSTED RATE_LIMITED.
  absl::Status Unknown(absl::Time now);

 private:
  // Forgets the counts of another minute.
  void Turn(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Limits limits_;
  Mutex mutex_;
  int64_t minute_ ABSL_GUARDED_BY(mutex_) = 0;
  int unknown_ ABSL_GUARDED_BY(mutex_) = 0;
  // By the digest's first eight bytes: holders do not choose their tickets.
  absl::flat_hash_map<uint64_t, int> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tarazy::surveys
