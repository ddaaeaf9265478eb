// How lint rules write findings down.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

inline void AddError(absl::string_view rule, absl::string_view node, std::string message,
                     std::vector<Finding>& findings) {
  findings.push_back({.severity = Severity::kError,
                      .rule = std::string(rule),
                      .node = std::string(node),
                      .message = std::move(message)});
}

inline void AddWarning(absl::string_view rule, absl::string_view node, std::string message,
                       std::vector<Finding>& findings) {
  findings.push_back({.severity = Severity::kWarning,
                      .rule = std::string(rule),
                      .node = std::string(node),
                      .message = std::move(message)});
}

// "line 12: " for what comes from a file, else "".
inline std::string AtLine(int line) { return line > 0 ? absl::StrCat("line ", line, ": ") : ""; }

}  // namespace tarazy::rankings
