#include "services/surveys/domain/figures/moments.h"

#include <cmath>

#include "services/surveys/domain/figures/wilson.h"

namespace tarazy::surveys {

void Sums::Add(int64_t value, int64_t count) {
  n += count;
  sum += static_cast<__int128>(value) * count;
  squares += static_cast<__int128>(value) * value * count;
}

std::optional<Moments> MomentsOf(const Sums& sums, std::optional<int64_t> frame, double unit) {
  if (sums.n <= 0) return std::nullopt;
  const auto n = static_cast<double>(sums.n);
  Moments moments{.n = sums.n, .mean = unit * (static_cast<double>(sums.sum) / n)};
  if (sums.n == 1) return moments;
  // n·Σv² − (Σv)² is exact, so that equal values have no deviation at all.
  const __int128 spread = sums.n * sums.squares - sums.sum * sums.sum;
  const double variance = static_cast<double>(spread) / n / (n - 1);
  moments.standard_deviation = unit * std::sqrt(variance);
  double error = *moments.standard_deviation / std::sqrt(n);
  if (frame.has_value() && *frame >= sums.n) {
    error *= std::sqrt(static_cast<double>(*frame - sums.n) / static_cast<double>(*frame));
  }
  moments.standard_error = error;
  return moments;
}

MeanDifference DifferenceOf(double mean_before, double error_before, double mean_after,
                            double error_after) {
  MeanDifference result{.difference = mean_after - mean_before,
                        .standard_error = std::hypot(error_before, error_after)};
  result.significant = std::fabs(result.difference) > kNormal975 * result.standard_error;
  return result;
}

}  // namespace tarazy::surveys
