// Waiting for what another thread or process is about to do.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tarazy::testing {

// True once the condition holds; false when it does not within 20 s.
inline bool Eventually(absl::FunctionRef<bool()> condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(1));  // between looks at the condition
  }
  return true;
}

}  // namespace tarazy::testing
