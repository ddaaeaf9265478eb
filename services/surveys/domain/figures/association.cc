#include "services/surveys/domain/figures/association.h"

#include <algorithm>
#include <cmath>

namespace tarazy::surveys {

// For whole degrees of freedom the regularised gamma function is a finite sum (Abramowitz and
// Stegun 26.4.4 and 26.4.5), so that no iteration has to be trusted.
double ChiSquaredTail(double value, int degrees_of_freedom) {
  if (value <= 0) return 1;
  const double half = value / 2;
  const bool odd = degrees_of_freedom % 2 != 0;
  double tail = odd ? std::erfc(std::sqrt(half)) : 0;
  // e^(-x) x^a / Γ(a + 1) by its logarithm: neither factor overflows or vanishes.
  for (double a = odd ? 0.5 : 0; a < degrees_of_freedom / 2.0 - 0.5; a += 1) {
    tail += std::exp(a * std::log(half) - half - std::lgamma(a + 1));
  }
  return std::min(tail, 1.0);
}

std::optional<Association> AssociationOf(const std::vector<std::vector<int64_t>>& counts) {
  std::vector<int64_t> rows(counts.size());
  std::vector<int64_t> columns(counts.empty() ? 0 : counts[0].size());
  int64_t total = 0;
  for (size_t r = 0; r < counts.size(); ++r) {
    for (size_t c = 0; c < columns.size(); ++c) {
      rows[r] += counts[r][c];
      columns[c] += counts[r][c];
      total += counts[r][c];
    }
  }
  const auto seen = [](const std::vector<int64_t>& margin) {
    return static_cast<int>(
        std::count_if(margin.begin(), margin.end(), [](int64_t count) { return count > 0; }));
  };
  const int height = seen(rows);
  const int width = seen(columns);
  if (height < 2 || width < 2) return std::nullopt;
  Association result{.degrees_of_freedom = (height - 1) * (width - 1)};
  int small = 0;
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t c = 0; c < columns.size(); ++c) {
      if (rows[r] == 0 || columns[c] == 0) continue;
      // n · observed − row · column is exact, so that independence gives exactly 0.
      const __int128 product = static_cast<__int128>(rows[r]) * columns[c];
      const auto apart = static_cast<double>(static_cast<__int128>(total) * counts[r][c] - product);
      result.chi_squared +=
          apart * apart / (static_cast<double>(total) * static_cast<double>(product));
      if (product < static_cast<__int128>(5) * total) ++small;
    }
  }
  result.p_value = ChiSquaredTail(result.chi_squared, result.degrees_of_freedom);
  result.cramers_v =
      std::sqrt(result.chi_squared / (static_cast<double>(total) * (std::min(height, width) - 1)));
  result.small_expected = 100.0 * small / (height * width);
  return result;
}

}  // namespace tarazy::surveys
