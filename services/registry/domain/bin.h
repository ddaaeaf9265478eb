// The business identification number (BIN) of Kazakhstan.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::registry {

// OK for 12 digits with their check digit (Government decree No. 406 of 22 May 2007); else
// INVALID_ARGUMENT that names `field` and says what is wrong. The number of a person (IIN), which
// has the same length and check, is refused too: it tells a birthday.
absl::Status CheckBin(absl::string_view field, absl::string_view bin);

}  // namespace tarazy::registry
