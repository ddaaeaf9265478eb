// Identifiers: the ones people choose (checked), derive from titles (slugs) or get at random.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy {

// OK for 1 to 63 characters of a-z, 0-9, '-', '.', '_' that start with a letter or digit; else
// INVALID_ARGUMENT that names `field`.
absl::Status CheckId(absl::string_view field, absl::string_view id);

// An id made from a title in any script: transliterated to ASCII, lower case, other characters to
// single hyphens, at most `max_length`. Empty when nothing remains. "Қазақ" gives "qazaq".
std::string Slug(absl::string_view title, size_t max_length = 63);

// `bytes` random bytes of the kernel's generator in lower-case hex.
std::string RandomHex(int bytes);

}  // namespace tarazy
