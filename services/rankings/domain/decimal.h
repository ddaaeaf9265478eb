// Fixed-point decimals: what is published. A double becomes one by way of its shortest decimal
// form that round-trips, so that 2.675 is 2.675 and rounds to 2.68, as a reader with a pencil
// would.
#pragma once

#include <cstdint>
#include <string>

namespace tarazy::rankings {

inline constexpr int kMaxDecimals = 9;

struct Decimal {
  int64_t scaled = 0;  // value * 10^decimals
  int decimals = 0;    // 0 to 9

  bool operator==(const Decimal&) const = default;

  // "71.50": always with all decimals.
  std::string ToString() const;
  // The nearest double.
  double ToDouble() const;
};

// True when `value` is finite and its rounded form fits a Decimal.
bool FitsDecimal(double value, int decimals);

// Half away from zero. What does not fit gives the largest (smallest) Decimal; NaN gives 0.
Decimal RoundDecimal(double value, int decimals);

// The largest Decimal <= value, and what is left, in [0, 1) units of the last decimal. The
// remainder orders correctly between values of one call site: it is exact to 18 digits.
struct Floored {
  Decimal floor;
  int64_t remainder = 0;  // 10^-18 of a unit of the last decimal
};
Floored FloorDecimal(double value, int decimals);

}  // namespace tarazy::rankings
