// Which values an expression can have, given its variables' bounds and the guards around it.
#pragma once

#include <limits>

namespace tarazy::rankings {

// lo <= value <= hi, and value != 0 when `nonzero`.
struct Interval {
  double lo = -std::numeric_limits<double>::infinity();
  double hi = std::numeric_limits<double>::infinity();
  bool nonzero = false;

  bool CanBeZero() const { return !nonzero && lo <= 0 && hi >= 0; }
};

Interval Both(const Interval& a, const Interval& b);    // what satisfies both
Interval Either(const Interval& a, const Interval& b);  // what satisfies one of them

Interval Add(const Interval& a, const Interval& b);
Interval Negate(const Interval& a);
Interval Multiply(const Interval& a, const Interval& b);
Interval Divide(const Interval& a, const Interval& b);
Interval Absolute(const Interval& a);
Interval Minimum(const Interval& a, const Interval& b);
Interval Maximum(const Interval& a, const Interval& b);
Interval SquareRoot(const Interval& a);

}  // namespace tarazy::rankings
