// Points as people write them.
#pragma once

#include <cmath>
#include <string>

#include "services/rankings/domain/decimal.h"

namespace tarazy::rankings {

// Sums of points such as 0.1 + 0.2 are equal to 0.3 for a reader.
inline constexpr double kPointsTolerance = 1e-9;

inline bool SamePoints(double a, double b) { return std::fabs(a - b) <= kPointsTolerance; }

// "35", "0.3": at most nine decimals, no trailing zeros.
inline std::string PlainNumber(double value) {
  std::string text = RoundDecimal(value, kMaxDecimals).ToString();
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// "5 more" or "6 less".
inline std::string MoreOrLess(double value, double than) {
  return value > than ? PlainNumber(value - than) + " more" : PlainNumber(than - value) + " less";
}

}  // namespace tarazy::rankings
