// One line on standard error that says how far a long call is. Where that is no terminal, such as a
// log, a plain line now and then, so that short calls leave nothing there.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/cli/terminal.h"

namespace tarazy::cli {

// "[########............]  40 %  computing"; without a share only the text.
std::string ProgressLine(std::optional<double> share, absl::string_view text);

class ProgressBar {
 public:
  // Where there is no terminal, lines come `plain_interval` apart.
  explicit ProgressBar(Terminal& terminal, absl::Duration plain_interval = absl::Seconds(10))
      : terminal_(terminal),
        plain_interval_(plain_interval),
        next_plain_(absl::Now() + plain_interval) {}
  ~ProgressBar() { Clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Draws the line in place of the one before, if it looks different.
  void Update(std::optional<double> share, absl::string_view text);

  // Shows 100 % and leaves that line standing, wherever one was shown before.
  void Finish(absl::string_view text);

  // Takes the line away, so that something else can be printed.
  void Clear();

 private:
  Terminal& terminal_;
  const absl::Duration plain_interval_;
  absl::Time next_plain_;
  bool used_ = false;  // a line was shown
  std::string shown_;  // on the terminal now
};

}  // namespace tarazy::cli
