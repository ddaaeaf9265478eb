// A methodology file (YAML) to a Methodology. The format: docs/methodology-file.md. yaml-cpp and
// its exceptions stay inside this folder.
#pragma once

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

inline constexpr size_t kMaxFileBytes = 1 << 20;
inline constexpr int kMaxFileDepth = 64;
inline constexpr int kMaxIndicators = 20000;
inline constexpr int kMaxFileNodes = 400000;  // YAML values, aliases counted as often as they stand

struct ParsedMethodology {
  // Absent when `findings` has an error of reading the file (parse_error, cycle).
  std::optional<Methodology> methodology;
  // All faults of the file, each with line, column and the path of keys.
  std::vector<Finding> findings;
};

// Reads without judging: what is well-formed may still have lint errors.
ParsedMethodology Parse(absl::string_view yaml);

// Reads and lints; faults of reading come first. A file that cannot be read completely is linted as
// far as it was understood, leaving out what would only follow from the faults.
ParsedMethodology ParseAndLint(absl::string_view yaml);

}  // namespace tarazy::rankings
