// Numbers as people type them.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::cli {

// A finite decimal number with a point: "12", "-0.5", "1e-3". Everything else is a usage error that
// names `option`; a decimal comma is told from other nonsense.
absl::StatusOr<double> ParseNumber(absl::string_view option, absl::string_view text);

}  // namespace tarazy::cli
