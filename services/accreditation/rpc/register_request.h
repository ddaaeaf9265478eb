// What requests about the register have in common.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::accreditation {

// INVALID_ARGUMENT that names `field` unless it is "programmes/*" or "institutions/*".
absl::Status CheckSubject(absl::string_view field, absl::string_view name);

// The same for an agency's id, and for numbers that are no values of their enums; empty and
// unspecified are accepted.
absl::Status CheckAgency(absl::string_view agency);
absl::Status CheckScope(int scope);

}  // namespace tarazy::accreditation
