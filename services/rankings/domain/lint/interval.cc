#include "services/rankings/domain/lint/interval.h"

#include <algorithm>
#include <cmath>

namespace tarazy::rankings {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool AwayFromZero(const Interval& a) { return a.nonzero || a.lo > 0 || a.hi < 0; }

double Product(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

}  // namespace

Interval Both(const Interval& a, const Interval& b) {
  return {std::max(a.lo, b.lo), std::min(a.hi, b.hi), a.nonzero || b.nonzero};
}

Interval Either(const Interval& a, const Interval& b) {
  return {std::min(a.lo, b.lo), std::max(a.hi, b.hi), AwayFromZero(a) && AwayFromZero(b)};
}

Interval Add(const Interval& a, const Interval& b) {
  Interval sum{a.lo + b.lo, a.hi + b.hi};
  const bool one_sign = (a.lo >= 0 && b.lo >= 0) || (a.hi <= 0 && b.hi <= 0);
  sum.nonzero = one_sign && (AwayFromZero(a) || AwayFromZero(b));
  return sum;
}

Interval Negate(const Interval& a) { return {-a.hi, -a.lo, a.nonzero}; }

Interval Multiply(const Interval& a, const Interval& b) {
  const auto [lo, hi] = std::minmax(
      {Product(a.lo, b.lo), Product(a.lo, b.hi), Product(a.hi, b.lo), Product(a.hi, b.hi)});
  return {lo, hi, AwayFromZero(a) && AwayFromZero(b)};
}

Interval Divide(const Interval& a, const Interval& b) {
  Interval reciprocal;
  reciprocal.nonzero = true;
  if (b.lo >= 0) {
    reciprocal = {1 / b.hi, b.lo == 0 ? kInfinity : 1 / b.lo, true};
  } else if (b.hi <= 0) {
    reciprocal = {b.hi == 0 ? -kInfinity : 1 / b.hi, 1 / b.lo, true};
  }
  return Multiply(a, reciprocal);
}

Interval Absolute(const Interval& a) {
  const double hi = std::max(std::fabs(a.lo), std::fabs(a.hi));
  const double lo = a.lo > 0 ? a.lo : a.hi < 0 ? -a.hi : 0;
  return {lo, hi, AwayFromZero(a)};
}

Interval Minimum(const Interval& a, const Interval& b) {
  return {std::min(a.lo, b.lo), std::min(a.hi, b.hi), AwayFromZero(a) && AwayFromZero(b)};
}

Interval Maximum(const Interval& a, const Interval& b) {
  return {std::max(a.lo, b.lo), std::max(a.hi, b.hi), AwayFromZero(a) && AwayFromZero(b)};
}

Interval SquareRoot(const Interval& a) {
  return {a.lo > 0 ? std::sqrt(a.lo) : 0, a.hi > 0 ? std::sqrt(a.hi) : 0, AwayFromZero(a)};
}

}  // namespace tarazy::rankings
