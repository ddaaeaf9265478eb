#include "services/surveys/domain/form/scaled_number.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tarazy::surveys {
namespace {

constexpr double kLargest = 1e6;

double PowerOf(const v1::NumberRange& range) {
  constexpr std::array<double, 4> kPowers = {1, 10, 100, 1000};
  return kPowers[static_cast<size_t>(std::clamp(range.decimals(), 0, 3))];
}

}  // namespace

std::optional<int64_t> Scaled(double number, const v1::NumberRange& range) {
  if (!std::isfinite(number) || std::abs(number) > kLargest) return std::nullopt;
  const int64_t scaled = std::llround(number * PowerOf(range));
  // A decimal of few digits and its scaled whole number divided again are the same double, because
  // both are the nearest one: anything else had more digits.
  if (Unscaled(scaled, range) != number) return std::nullopt;
  return scaled;
}

double Unscaled(int64_t scaled, const v1::NumberRange& range) {
  return static_cast<double>(scaled) / PowerOf(range);
}

bool InRange(int64_t scaled, const v1::NumberRange& range) {
  const double number = Unscaled(scaled, range);
  return number >= range.min() && number <= range.max();
}

}  // namespace tarazy::surveys
