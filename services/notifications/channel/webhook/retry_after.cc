#include "services/notifications/channel/webhook/retry_after.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace tarazy::notifications {
namespace {

absl::Duration Bounded(absl::Duration duration) {
  return std::clamp(duration, absl::ZeroDuration(), kMaxRetryAfter);
}

}  // namespace

std::optional<absl::Duration> ParseRetryAfter(absl::string_view value, absl::Time now) {
  value = absl::StripAsciiWhitespace(value);
  if (value.empty() || value.size() > 100) return std::nullopt;
  if (std::all_of(value.begin(), value.end(), absl::ascii_isdigit)) {
    int64_t seconds = 0;
    // More digits than fit are a long time too.
    if (!absl::SimpleAtoi(value, &seconds)) return kMaxRetryAfter;
    return Bounded(absl::Seconds(seconds));
  }
  // A date begins with the day's name; curl_getdate alone would also take "-5" or "1.5".
  if (!absl::ascii_isalpha(value[0])) return std::nullopt;
  const std::time_t date = curl_getdate(std::string(value).c_str(), nullptr);
  if (date == -1) return std::nullopt;
  return Bounded(absl::FromTimeT(date) - now);
}

}  // namespace tarazy::notifications
