// Waits of common/sql that end with the caller's patience. Included by common/sql only.
#pragma once

#include "absl/time/time.h"
#include "common/base/context.h"

namespace tarazy::sql {

// Random, growing pauses between attempts, so that those who collided do not collide again.
class Backoff {
 public:
  explicit Backoff(const Context& context) : context_(context) {}

  // Sleeps; false, at once, when the deadline would pass meanwhile or the caller has gone.
  bool Wait();

 private:
  const Context& context_;
  absl::Duration ceiling_ = absl::Milliseconds(4);
};

// When a waiting thread should look again: the deadline, or soon when cancellation must be polled.
absl::Time NextLook(const Context& context);

}  // namespace tarazy::sql
