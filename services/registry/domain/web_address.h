// Addresses of web sites, as people look them up.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::registry {

// OK for http:// or https://, a host of at least two labels (of any script), perhaps a port and a
// path, at most 500 bytes. INVALID_ARGUMENT that names `field` for all else, such as an address
// that holds a user name.
absl::Status CheckWebAddress(absl::string_view field, absl::string_view address);

}  // namespace tarazy::registry
