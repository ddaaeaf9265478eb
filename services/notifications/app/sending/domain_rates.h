// No more than so many messages a second to one domain or host: its owner would take us for a
// nuisance.
#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::notifications {

// May be used by many threads; each process has its own count.
class DomainRates {
 public:
  // `per_second` 0: no limit. A second's worth may go at once.
  explicit DomainRates(int per_second) : per_second_(per_second) {}

  // `now` when a message may go to this domain at once, which is counted; else when to ask again.
  absl::Time Take(absl::string_view domain, absl::Time now);

 private:
  static constexpr size_t kMost = 10'000;

  const int per_second_;
  Mutex mu_;
  // When a domain's last second is used up.
  std::map<std::string, absl::Time, std::less<>> used_until_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::notifications
