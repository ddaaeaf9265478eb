// Who does not answer is left alone for a while: what waits for him takes no worker from others and
// uses up none of its attempts.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::notifications {

// By mail server or endpoint. May be used by many threads; each process finds out for itself.
class Outages {
 public:
  static constexpr absl::Duration kFirst = absl::Seconds(5);  // doubles with each failure in a row
  static constexpr absl::Duration kLongest = absl::Minutes(5);
  // Who asks whether he is back says so within this, or the next may ask.
  static constexpr absl::Duration kProbe = absl::Minutes(1);

  // Until when nobody is to call him; asks nothing.
  std::optional<absl::Time> Until(absl::string_view who, absl::Time now);
  // Nothing: he may be called now. Else when to ask again. After an outage one asks first, whether
  // he is back.
  std::optional<absl::Time> Wait(absl::string_view who, absl::Time now);
  // He answered, whatever he said.
  void Answered(absl::string_view who);
  // He did not answer, or (`until`) wishes to be left alone until then.
  void Failed(absl::string_view who, absl::Time now,
              std::optional<absl::Time> until = std::nullopt);

 private:
  struct Outage {
    absl::Time until;
    absl::Duration last = absl::ZeroDuration();
  };

  Mutex mu_;
  std::map<std::string, Outage, std::less<>> outages_ ABSL_GUARDED_BY(mu_);  // goes with an answer
};

}  // namespace tarazy::notifications
