#include "common/sql/backoff.h"

#include <algorithm>
#include <functional>
#include <random>
#include <thread>

#include "absl/time/clock.h"

namespace tarazy::sql {
namespace {

constexpr absl::Duration kLongestPause = absl::Milliseconds(100);
constexpr absl::Duration kCancellationPoll = absl::Milliseconds(20);

}  // namespace

// Threads and processes must differ, no more: absl's generator shares a pool of entropy in which
// TSAN sees a race.
absl::Duration RandomPause(absl::Duration longest) {
  thread_local std::minstd_rand random(static_cast<unsigned>(
      std::hash<std::thread::id>()(std::this_thread::get_id()) ^ absl::GetCurrentTimeNanos()));
  std::uniform_int_distribution<int64_t> micros(200, absl::ToInt64Microseconds(longest));
  return absl::Microseconds(micros(random));
}

bool Backoff::Wait() {
  const absl::Duration pause = RandomPause(ceiling_);
  ceiling_ = std::min(ceiling_ * 2, kLongestPause);
  if (context_.Expired() || absl::Now() + pause >= context_.deadline) return false;
  absl::SleepFor(pause);
  return true;
}

absl::Time NextLook(const Context& context) {
  if (!context.cancelled) return context.deadline;
  return std::min(context.deadline, absl::Now() + kCancellationPoll);
}

}  // namespace tarazy::sql
