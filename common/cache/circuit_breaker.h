// Stops asking what does not answer, and asks again now and then.
#pragma once

#include <chrono>

#include "absl/random/random.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/obs/metrics.h"

namespace tarazy::cache {

// Closed: every call is allowed. After `failures` in a row it opens: no call is allowed until a
// pause is over, then one (the probe). A probe that fails doubles the pause, one that succeeds
// closes the circuit. Thread-safe.
class CircuitBreaker {
 public:
  struct Options {
    int failures = 3;
    absl::Duration first_pause = absl::Milliseconds(100);
    absl::Duration max_pause = absl::Seconds(5);
    double jitter = 0.5;  // a pause is up to this part shorter, at random
  };

  explicit CircuitBreaker(const Options& options) : options_(options) {}

  // Every true must be followed by Succeeded() or Failed(); a failure may be told without it.
  bool Allow();
  void Succeeded();
  void Failed();

  bool open() const;
  // 1 while open.
  void Show(obs::Gauge gauge) { gauge_ = gauge; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  const Options options_;
  obs::Gauge gauge_;
  mutable Mutex mu_;
  int failed_in_a_row_ ABSL_GUARDED_BY(mu_) = 0;
  bool open_ ABSL_GUARDED_BY(mu_) = false;
  bool probing_ ABSL_GUARDED_BY(mu_) = false;
  absl::Duration pause_ ABSL_GUARDED_BY(mu_);
  Time next_probe_ ABSL_GUARDED_BY(mu_);
  absl::BitGen random_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::cache
