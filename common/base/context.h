// How long the caller waits and whether he still does: passed to everything that may block.
#pragma once

#include <functional>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tarazy {

struct Context {
  absl::Time deadline = absl::InfiniteFuture();
  // True once the caller has hung up; may be empty. Called from any thread.
  std::function<bool()> cancelled;

  bool Expired() const { return absl::Now() >= deadline || (cancelled && cancelled()); }
};

}  // namespace tarazy
