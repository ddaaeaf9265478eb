// A file of published tables.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tarazy/surveys/v1/tables.pb.h"

namespace tarazy::surveys {

inline constexpr size_t kMaxTablesBytes = 4 << 20;

// YAML or JSON as PublishedTables; or an object that holds several of them under names, beside
// whatever else it says, of which `population` names one ("students"). A percentage that is null
// was not printed. A source that stands beside the populations is that of each. Errors:
// INVALID_ARGUMENT with every fault, also what TableFaults finds; without the right `population`,
// with the choices.
absl::StatusOr<v1::PublishedTables> ReadTables(absl::string_view file,
                                               absl::string_view population);

}  // namespace tarazy::surveys
