// How long the caller waits and whether he still does: passed to everything that may block.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tarazy {

// Where a caller's time went, for the log of slow calls.
class Spent {
 public:
  absl::Duration admission;  // waiting to be let in

  // Transactions; may be added from any thread.
  void AddDatabase(absl::Duration took) { database_nanos_ += absl::ToInt64Nanoseconds(took); }
  absl::Duration Database() const { return absl::Nanoseconds(database_nanos_.load()); }

 private:
  std::atomic<int64_t> database_nanos_{0};
};

struct Context {
  absl::Time deadline = absl::InfiniteFuture();
  // True once the caller has hung up; may be empty. Called from any thread.
  std::function<bool()> cancelled;
  std::shared_ptr<Spent> spent = nullptr;  // may be null

  bool Expired() const { return absl::Now() >= deadline || (cancelled && cancelled()); }
};

}  // namespace tarazy
