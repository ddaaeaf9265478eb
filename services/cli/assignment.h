// Options that set something by its name: --set deadline=2027-03-01.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::cli {

// By their names; a value is all after the first '=', may hold more of them and may be empty. A
// usage error that names `option` for a text without '=', an empty name, a name that is there
// twice.
absl::StatusOr<std::map<std::string, std::string>> ParseAssignments(
    absl::string_view option, const std::vector<std::string>& texts);

}  // namespace tarazy::cli
