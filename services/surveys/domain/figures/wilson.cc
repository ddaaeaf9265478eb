#include "services/surveys/domain/figures/wilson.h"

#include <algorithm>
#include <cmath>

namespace tarazy::surveys {

Interval WilsonInterval(int64_t count, int64_t n, std::optional<int64_t> frame) {
  const double share = static_cast<double>(count) / static_cast<double>(n);
  auto size = static_cast<double>(n);
  if (frame.has_value() && *frame >= n) {
    if (*frame == n) return {.low = 100 * share, .high = 100 * share};
    size *= static_cast<double>(*frame - 1) / static_cast<double>(*frame - n);
  }
  const double square = kNormal975 * kNormal975;
  const double centre = share + square / (2 * size);
  const double half =
      kNormal975 * std::sqrt(share * (1 - share) / size + square / (4 * size * size));
  const double scale = 1 + square / size;
  // 0 of n and n of n have their bound at exactly 0 and 100.
  return {.low = count == 0 ? 0 : std::max(0.0, 100 * (centre - half) / scale),
          .high = count == n ? 100 : std::min(100.0, 100 * (centre + half) / scale)};
}

}  // namespace tarazy::surveys
