// Civil dates as texts, "2023-04-25": days without a zone.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tarazy {

// Nothing for anything but an existing day written YYYY-MM-DD in the years 1 to 9999.
std::optional<absl::CivilDay> ParseDay(absl::string_view text);

// "2023-04-25".
std::string FormatDay(absl::CivilDay day);

}  // namespace tarazy
