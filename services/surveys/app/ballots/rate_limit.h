// At most so many attempts in a while, in memory alone: nothing remembers who made them.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::surveys {

struct Rate {
  double burst = 1;       // at once
  double per_second = 1;  // afterwards
};

// One allowance per key, such as a feedback box or a voucher. May be used from many threads.
class RateLimit {
 public:
  explicit RateLimit(Rate rate) : rate_(rate) {}

  // Whether one more is within the key's allowance at `now`.
  bool Take(absl::string_view key, absl::Time now);

 private:
  struct Allowance {
    double left;
    absl::Time at;
  };

  double LeftAt(const Allowance& allowance, absl::Time now) const;
  void ForgetFull(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Rate rate_;
  Mutex mu_;
  absl::flat_hash_map<std::string, Allowance> allowances_ ABSL_GUARDED_BY(mu_);
  size_t tidy_at_ ABSL_GUARDED_BY(mu_) = 1024;
};

}  // namespace tarazy::surveys
