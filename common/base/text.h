// Text and numbers at the border: UTF-8, decimals, hex. Strict: what is odd is refused.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tarazy {

// True for well-formed UTF-8 (no surrogates, no overlong forms).
bool IsValidUtf8(absl::string_view text);

// At most `max_bytes` of a well-formed text, cut between characters.
absl::string_view Shorten(absl::string_view text, size_t max_bytes);

// The text with what is not well-formed replaced by U+FFFD: for messages that quote input.
std::string ToValidUtf8(absl::string_view text);

// OK for well-formed UTF-8 of at most `max_bytes` without control characters; else INVALID_ARGUMENT
// that names `field`. Empty text is accepted.
absl::Status CheckText(absl::string_view field, absl::string_view text, size_t max_bytes);

// A finite decimal number ("-12", "0.5", "1e-3"); nothing for hex, nan, inf, 1e400, "1,5", spaces
// or an empty text. Minus zero becomes zero.
std::optional<double> ParseDecimal(absl::string_view text);

// The shortest decimal form that gives the same double back ("0.1", "1e+30").
std::string ShortestDecimal(double value);

// "2026-03-01T09:00:00Z", to the second.
std::string IsoTime(absl::Time time);

// Lower-case hexadecimal.
std::string Hex(absl::string_view bytes);

}  // namespace tarazy
