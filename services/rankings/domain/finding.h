// Something a reader of a methodology or of a result should know.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::rankings {

enum class Severity { kInfo, kWarning, kError };

// "info", "warning", "error".
inline absl::string_view SeverityName(Severity severity) {
  return severity == Severity::kError     ? "error"
         : severity == Severity::kWarning ? "warning"
                                          : "info";
}

struct Finding {
  Severity severity = Severity::kWarning;
  std::string rule;     // "points_mismatch"
  std::string node;     // a code, a variable's name, or empty for the whole methodology
  std::string unit;     // the unit's id, for findings of a computation
  std::string message;  // a sentence
  bool acknowledged = false;
  std::string reason;  // why it was acknowledged

  bool operator==(const Finding&) const = default;
};

}  // namespace tarazy::rankings
