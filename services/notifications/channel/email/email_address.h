// E-mail addresses as notices use them: one plain addr-spec and nothing around it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::notifications {

// OK for local@domain of at most 254 bytes: a local part of 1 to 64 ASCII characters (RFC 5321's
// dot-string: no quotes, comments, routes or spaces) and a domain name with a dot, which may be
// international ("почта.қаз"). INVALID_ARGUMENT kInvalidField that names `field` for anything else,
// address literals ("[10.0.0.1]") and the empty text included.
absl::Status CheckEmailAddress(absl::string_view field, absl::string_view address);

// The same address with its domain in ASCII (punycode by UTS 46, lower case): what goes on the
// wire.
absl::StatusOr<std::string> WireEmailAddress(absl::string_view field, absl::string_view address);

}  // namespace tarazy::notifications
