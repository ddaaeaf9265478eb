// Codes of educational programmes in Kazakhstan's register, and the levels they tell.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/registry/domain/unit.h"

namespace tarazy::registry {

// "bachelor", "master", "doctorate"; empty for none.
absl::string_view LevelName(Level level);

// The level of "6B04107", "7M04107", "8D07103": 6B, 7M or 8D and five digits. INVALID_ARGUMENT that
// names `field` and says what is wrong for all else.
absl::StatusOr<Level> LevelOfCode(absl::string_view field, absl::string_view code);

// A code of before: 1 to 32 letters, digits, '.' and '-'. INVALID_ARGUMENT that names `field`.
absl::Status CheckOldCode(absl::string_view field, absl::string_view code);

}  // namespace tarazy::registry
