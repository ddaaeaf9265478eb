// A folder of topics and templates that takes the place of those that the program brings.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace tarazy::notifications {

// Name and content of each *.yaml in the folder, by name; not of folders in it. INVALID_ARGUMENT
// (notices.defaults) when it cannot be read or holds none: a service without topics would refuse
// every deadline.
absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadCatalogueFolder(
    const std::string& folder);

}  // namespace tarazy::notifications
