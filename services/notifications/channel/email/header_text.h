// Texts that become a header of a letter, such as a name.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::notifications {

// The longest name, in bytes.
inline constexpr size_t kMaxHeaderName = 500;

// OK for well-formed UTF-8 of at most `max_bytes` of one line: no control character of Unicode (NEL
// too) and no separator of lines or paragraphs; else INVALID_ARGUMENT that names `field`.
absl::Status CheckHeaderText(absl::string_view field, absl::string_view text, size_t max_bytes);

}  // namespace tarazy::notifications
