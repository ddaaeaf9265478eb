#include "common/cache/circuit_breaker.h"

#include <algorithm>

namespace tarazy::cache {

using std::chrono::steady_clock;

bool CircuitBreaker::Allow() {
  MutexLock lock(mu_);
  if (!open_) return true;
  if (probing_ || steady_clock::now() < next_probe_) return false;
  probing_ = true;
  return true;
}

void CircuitBreaker::Succeeded() {
  MutexLock lock(mu_);
  failed_in_a_row_ = 0;
  // A call that was under way when the circuit opened proves as much as the probe.
  open_ = false;
  probing_ = false;
  gauge_.Set(0);
}

void CircuitBreaker::Failed() {
  MutexLock lock(mu_);
  if (!open_) {
    if (++failed_in_a_row_ < options_.failures) return;
    open_ = true;
    pause_ = options_.first_pause;
    gauge_.Set(1);
  } else if (probing_) {
    probing_ = false;
    pause_ = std::min(pause_ * 2, options_.max_pause);
  } else {
    return;  // was under way when the circuit opened
  }
  const double part = 1 - absl::Uniform(absl::IntervalClosed, random_, 0.0, options_.jitter);
  next_probe_ = steady_clock::now() + absl::ToChronoNanoseconds(pause_ * part);
}

bool CircuitBreaker::open() const {
  MutexLock lock(mu_);
  return open_;
}

}  // namespace tarazy::cache
