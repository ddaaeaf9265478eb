// The edition that an argument means; "latest" asks the server.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/command.h"

namespace tarazy::cli {

// The full name, "rankings/iqaa-2026/editions/2".
absl::StatusOr<std::string> FindEdition(Session& session, const std::string& argument);

inline constexpr char kEditionHelp[] = "iqaa-2026/2, iqaa-2026/latest or the full name";

}  // namespace tarazy::cli
