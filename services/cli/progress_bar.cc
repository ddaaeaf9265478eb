#include "services/cli/progress_bar.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"
#include "services/cli/printable.h"

namespace tarazy::cli {
namespace {

constexpr int kCells = 20;
constexpr char kEraseLine[] = "\r\x1b[K";

}  // namespace

std::string ProgressLine(std::optional<double> share, absl::string_view text) {
  if (!share || !std::isfinite(*share)) return Printable(text);
  const double part = std::clamp(*share, 0.0, 1.0);
  const int full = static_cast<int>(part * kCells);
  return absl::StrFormat("[%s%s] %3d %%  %s", std::string(full, '#'),
                         std::string(kCells - full, '.'), static_cast<int>(part * 100),
                         Printable(text));
}

void ProgressBar::Update(std::optional<double> share, absl::string_view text) {
  std::string line = ProgressLine(share, text);
  if (!terminal_.err_is_terminal) {
    const absl::Time now = absl::Now();
    if (now < next_plain_) return;
    next_plain_ = now + plain_interval_;
    terminal_.err << line << std::endl;
    used_ = true;
    return;
  }
  if (line == shown_) return;
  terminal_.err << kEraseLine << line << std::flush;
  shown_ = std::move(line);
  used_ = true;
}

void ProgressBar::Finish(absl::string_view text) {
  if (!used_) return;
  Clear();
  terminal_.err << ProgressLine(1, text) << std::endl;
  used_ = false;
}

void ProgressBar::Clear() {
  if (shown_.empty()) return;
  terminal_.err << kEraseLine << std::flush;
  shown_.clear();
}

}  // namespace tarazy::cli
