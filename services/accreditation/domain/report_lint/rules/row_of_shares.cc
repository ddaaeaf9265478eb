#include "services/accreditation/domain/report_lint/rules/row_of_shares.h"

#include <algorithm>
#include <cmath>

namespace tarazy::accreditation::report_lint {

RowFit FitRow(const std::vector<PrintedNumber>& percents, double n) {
  int decimals = 0, off = 0;
  double people = 0, printed = 0, rounded = 0;
  for (const PrintedNumber& percent : percents) decimals = std::max(decimals, percent.decimals);
  // In units of the finest digit, so that sums are whole.
  const double unit = std::pow(10.0, -decimals);
  for (const PrintedNumber& percent : percents) {
    const double count = std::round(percent.value * n / 100);
    const double share = 100 * count / n;
    people += count;
    printed += std::round(percent.value / unit);
    if (IsPossibleShare(percent, n)) {
      rounded += std::round(percent.value / unit);
      continue;
    }
    ++off;
    rounded += std::round(share / unit);
    // Forcing moves a figure by one unit.
    if (std::abs(percent.value - share) > 3 * percent.half()) return RowFit::kNone;
  }
  if (off == 0) return RowFit::kExact;
  const double whole = std::round(100 / unit);
  const bool forced = people == n && printed == whole && std::abs(rounded - whole) == off;
  return forced ? RowFit::kForced : RowFit::kNone;
}

}  // namespace tarazy::accreditation::report_lint
