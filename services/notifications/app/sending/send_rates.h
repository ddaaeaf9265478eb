// No more than so many messages in a time to one host, whose owner would take us for a nuisance,
// and to one recipient, whom nobody may flood.
#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::notifications {

// So many in each `per`, which may go at once; 0 or less: no limit.
struct RateLimit {
  int most = 0;
  absl::Duration per = absl::Seconds(1);
};

// May be used by many threads; each process has its own count.
class SendRates {
 public:
  SendRates(RateLimit host, RateLimit recipient) : hosts_(host), recipients_(recipient) {}

  // `now` when a message may go at once, which is counted for both; else when to ask again. Those
  // who have to wait are given turns one after another, as if they stood in a line, so that a
  // hundred thousand do not come back all at once.
  absl::Time Take(absl::string_view host, absl::string_view recipient, absl::Time now);

 private:
  struct Use {
    absl::Time used_until = absl::InfinitePast();   // by what was sent
    absl::Time asked_until = absl::InfinitePast();  // by those who wait, too
  };

  // Not safe by itself.
  class Table {
   public:
    explicit Table(RateLimit limit) : limit_(limit) {}
    // Nothing: without limit.
    Use* Find(absl::string_view key, absl::Time now);
    bool HasRoom(const Use* use, absl::Time now) const;
    void Count(Use* use, absl::Time now) const;
    absl::Time Queue(Use* use, absl::Time now) const;

   private:
    RateLimit limit_;
    std::map<std::string, Use, std::less<>> uses_;
    size_t sweep_at_ = 10'000;
  };

  Mutex mu_;
  Table hosts_ ABSL_GUARDED_BY(mu_);
  Table recipients_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::notifications
