// What a stored file is called: by its content, and by people.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy {

// True for 64 digits of lower-case hex: the SHA-256 of a file's bytes.
bool IsDigest(absl::string_view text);

// OK for at most `max_bytes` of UTF-8 that cannot mislead where they are shown: no control
// characters, none that turn the direction of text. Else INVALID_ARGUMENT that names `field`.
absl::Status CheckShown(absl::string_view field, absl::string_view text, size_t max_bytes);

// OK for 1 to 200 bytes of UTF-8 that cannot mislead where they are shown or stored: as CheckShown,
// no path, no space at either end. Else INVALID_ARGUMENT that names `field`.
absl::Status CheckFileName(absl::string_view field, absl::string_view name);

}  // namespace tarazy
