// Base58 in Bitcoin's alphabet, as multibase ("z…") and did:key write keys and signatures.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tarazy {

std::string Base58Encode(absl::string_view bytes);

// Nothing for text that holds another character or is longer than 1,024.
std::optional<std::string> Base58Decode(absl::string_view text);

}  // namespace tarazy
