// Something a reader of a questionnaire should know.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy::surveys {

struct QuestionnaireFinding {
  std::string rule;     // "forward_reference"
  bool error = false;   // keeps the questionnaire from being stored, unless acknowledged
  std::string node;     // an item's, row's, page's or scale's id; empty for the whole questionnaire
  std::string message;  // a sentence
  bool acknowledged = false;
  std::string reason;  // why it was acknowledged

  bool operator==(const QuestionnaireFinding&) const = default;
};

inline void AddError(absl::string_view rule, absl::string_view node, std::string message,
                     std::vector<QuestionnaireFinding>& findings) {
  findings.push_back({.rule = std::string(rule),
                      .error = true,
                      .node = std::string(node),
                      .message = std::move(message)});
}

inline void AddWarning(absl::string_view rule, absl::string_view node, std::string message,
                       std::vector<QuestionnaireFinding>& findings) {
  findings.push_back(
      {.rule = std::string(rule), .node = std::string(node), .message = std::move(message)});
}

}  // namespace tarazy::surveys
