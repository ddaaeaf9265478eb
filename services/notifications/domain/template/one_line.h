// Texts that become a header or a list's line.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::notifications {

// The longest subject; mail servers take headers of some kilobytes, readers some words.
inline constexpr size_t kMaxSubjectBytes = 500;

// Each control character and line separator of a well-formed text (C0, DEL, C1, U+2028, U+2029) as
// one space, blanks at both ends cut, and behind kMaxSubjectBytes "…".
std::string OneLine(absl::string_view text);

}  // namespace tarazy::notifications
