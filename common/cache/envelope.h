// How a value travels through a store that others can write to: what does not open is a miss.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::cache {

// What the tag is made with. Equal on every replica of an installation.
struct Seal {
  std::string secret;   // the installation's, at least 16 random bytes
  uint32_t schema = 1;  // of the values inside: raised when their meaning or form changes
};

// The bytes with a header and a tag (HMAC-SHA-256) over the schema, the key and the bytes.
std::string SealValue(const Seal& seal, absl::string_view key, absl::string_view bytes);

// The bytes again; nothing for garbage, a cut value, another schema, another installation's secret,
// or a value sealed under another key. It cannot tell an older value of the same key from a newer
// one: keys must name their content.
std::optional<std::string> OpenValue(const Seal& seal, absl::string_view key,
                                     absl::string_view sealed);

}  // namespace tarazy::cache
