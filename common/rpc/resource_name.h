// Resource names: "rankings/iqaa-2026/editions/3" against a pattern "rankings/*/editions/*".
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::rpc {

// The ids at the pattern's stars. INVALID_ARGUMENT that names `field` and shows the pattern when
// the name has another shape or one of its ids is not an id.
absl::StatusOr<std::vector<std::string>> ParseName(absl::string_view field,
                                                   absl::string_view pattern,
                                                   absl::string_view name);

// As above, for patterns with a single star.
absl::StatusOr<std::string> ParseId(absl::string_view field, absl::string_view pattern,
                                    absl::string_view name);

}  // namespace tarazy::rpc
