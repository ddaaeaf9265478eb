// Names of hosts, international ones too, as they go on the wire.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::notifications {

// The name in lower-case ASCII (UTS 46, non-transitional): "почта.қаз" gives "xn--…". Nothing for
// what is no host name: other characters than letters, digits and inner hyphens, labels that are
// empty or longer than 63, more than 253 bytes, a dot at the end.
std::optional<std::string> AsciiHostName(absl::string_view name);

// True when resolvers may take the name for an IPv4 address: its last label is a number, decimal,
// octal or hexadecimal (the rule of https://url.spec.whatwg.org/#ends-in-a-number-checker).
bool EndsInNumber(absl::string_view name);

}  // namespace tarazy::notifications
