// One line on standard error that says how far a long call is; nothing unless it is a terminal.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/cli/terminal.h"

namespace tarazy::cli {

// "[########............]  40 %  computing"; without a share only the text.
std::string ProgressLine(std::optional<double> share, absl::string_view text);

class ProgressBar {
 public:
  explicit ProgressBar(Terminal& terminal) : terminal_(terminal) {}
  ~ProgressBar() { Clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Draws the line in place of the one before, if it looks different.
  void Update(std::optional<double> share, absl::string_view text);

  // Takes the line away, so that something else can be printed.
  void Clear();

 private:
  Terminal& terminal_;
  std::string shown_;
};

}  // namespace tarazy::cli
