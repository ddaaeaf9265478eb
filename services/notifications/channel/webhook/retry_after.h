// How long a receiver wants to be left alone (RFC 9110, section 10.2.3).
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tarazy::notifications {

inline constexpr absl::Duration kMaxRetryAfter = absl::Hours(24);

// Of a Retry-After header in seconds or as an HTTP date: from 0 to kMaxRetryAfter; nothing when it
// is neither.
std::optional<absl::Duration> ParseRetryAfter(absl::string_view value, absl::Time now);

}  // namespace tarazy::notifications
