#include "common/sql/backoff.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/time/clock.h"

namespace tarazy::sql {
namespace {

constexpr absl::Duration kLongestPause = absl::Milliseconds(100);
constexpr absl::Duration kCancellationPoll = absl::Milliseconds(20);

}  // namespace

bool Backoff::Wait() {
  thread_local absl::InsecureBitGen random;
  const absl::Duration pause =
      absl::Microseconds(absl::Uniform(random, 200, absl::ToInt64Microseconds(ceiling_)));
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
