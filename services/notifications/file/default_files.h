// The topics and templates that the program brings, embedded from services/notifications/defaults.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tarazy::notifications {

// Name and content of each file, by name.
const std::vector<std::pair<std::string, std::string>>& DefaultFiles();

}  // namespace tarazy::notifications
