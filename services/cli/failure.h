// How commands fail: an absl::Status that is either wrong usage (exit 2) or a refusal (exit 1) with
// the server's google.rpc.Status inside.
#pragma once

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::cli {

inline constexpr int kRefused = 1;
inline constexpr int kWrongUsage = 2;

// Wrong usage: a malformed argument, a file that cannot be read.
absl::Status UsageError(absl::string_view sentence);

// A refusal; `rpc_status` is a serialized google.rpc.Status or empty.
absl::Status Refusal(absl::StatusCode code, absl::string_view sentence,
                     absl::string_view rpc_status);

// The same refusal without its field violations, for when they were printed already.
absl::Status WithoutFields(const absl::Status& status);

// The machine-readable reason ("STALE_ETAG"), or empty.
std::string ReasonOf(const absl::Status& status);

// Prints "error: SENTENCE", "  reason: R" and "  FIELD: DESCRIPTION" lines; gives the exit code.
int Report(const absl::Status& status, std::ostream& err);

}  // namespace tarazy::cli
