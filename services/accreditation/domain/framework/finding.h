// Something a reader of a framework should know.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy::accreditation {

struct FrameworkFinding {
  std::string rule;     // "duplicate_code"
  bool error = false;   // keeps the framework from being stored, unless acknowledged
  std::string node;     // a code, a mark's id, a row's number, or empty for the whole framework
  std::string message;  // a sentence
  bool acknowledged = false;
  std::string reason;  // why it was acknowledged

  bool operator==(const FrameworkFinding&) const = default;
};

inline void AddError(absl::string_view rule, absl::string_view node, std::string message,
                     std::vector<FrameworkFinding>& findings) {
  findings.push_back({.rule = std::string(rule),
                      .error = true,
                      .node = std::string(node),
                      .message = std::move(message)});
}

inline void AddWarning(absl::string_view rule, absl::string_view node, std::string message,
                       std::vector<FrameworkFinding>& findings) {
  findings.push_back(
      {.rule = std::string(rule), .node = std::string(node), .message = std::move(message)});
}

}  // namespace tarazy::accreditation
