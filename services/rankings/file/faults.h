// Collects what is wrong with a file, each with line, column and the path of keys.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/yaml/yaml_tree.h"
#include "services/rankings/domain/finding.h"

namespace tarazy::rankings {

class Faults {
 public:
  // More of them help nobody; a last finding tells how many were left out.
  static constexpr size_t kMost = 1000;

  void Add(int line, int column, absl::string_view path, absl::string_view message,
           absl::string_view rule = "parse_error") {
    ++count_;
    if (findings_.size() >= kMost) return;
    const absl::string_view colon = path.empty() ? "" : ": ";
    findings_.push_back(
        {.severity = Severity::kError,
         .rule = std::string(rule),
         .node = node_,
         .message = absl::StrCat("line ", line, ", column ", column, ": ", path, colon, message)});
  }
  void Add(const YamlNode& at, absl::string_view path, absl::string_view message) {
    Add(at.line, at.column, path, message);
  }

  // The code of the indicator (the name of the variable) that is being read.
  void set_node(std::string node) { node_ = std::move(node); }

  size_t count() const { return count_; }
  std::vector<Finding> Take() {
    if (count_ > kMost) {
      findings_.push_back({.severity = Severity::kError,
                           .rule = "parse_error",
                           .message = absl::StrCat(count_ - kMost, " more faults")});
    }
    return std::move(findings_);
  }

 private:
  std::vector<Finding> findings_;
  size_t count_ = 0;
  std::string node_;
};

}  // namespace tarazy::rankings
