#include "services/rankings/domain/decimal.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace tarazy::rankings {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();
constexpr int kRemainderDigits = 18;
constexpr int64_t kRemainderOne = 1'000'000'000'000'000'000;

Wide PowerOfTen(int exponent) {
  Wide power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

// |value| = digits * 10^exponent, digits below 10^17: the shortest form that round-trips.
struct Shortest {
  uint64_t digits = 0;
  int exponent = 0;
};
Shortest ShortestOf(double value) {
  char text[40];
  const auto [end, error] =
      std::to_chars(text, text + sizeof text, std::fabs(value), std::chars_format::scientific);
  Shortest shortest;
  const char* at = text;
  int fraction = 0;
  bool past_point = false;
  for (; at != end && *at != 'e'; ++at) {
    if (*at == '.') {
      past_point = true;
      continue;
    }
    shortest.digits = shortest.digits * 10 + static_cast<uint64_t>(*at - '0');
    fraction += past_point ? 1 : 0;
  }
  int exponent = 0;
  if (at != end) std::from_chars(at[1] == '+' ? at + 2 : at + 1, end, exponent);
  shortest.exponent = exponent - fraction;
  return shortest;
}

// |value| in units of the last decimal: whole + rest / 10^18, the rest truncated to 18 digits, and
// whether it is at least a half and whether it is above zero (both exact).
struct Split {
  int64_t whole = 0;
  int64_t rest = 0;
  bool half_or_more = false;
  bool inexact = false;
  bool fits = true;
};
Split SplitAt(double value, int decimals) {
  const Shortest s = ShortestOf(value);
  if (s.digits == 0) return {};
  const int exponent = s.exponent + decimals;
  if (exponent >= 0) {
    const bool fits = exponent <= 18 && s.digits * PowerOfTen(exponent) <= Wide(kLargest);
    if (!fits) return {.whole = kLargest, .fits = false};
    return {.whole = static_cast<int64_t>(s.digits * PowerOfTen(exponent))};
  }
  const int places = -exponent;
  if (places > kRemainderDigits) {
    const int beyond = places - kRemainderDigits;
    const Wide rest = beyond > 20 ? 0 : s.digits / PowerOfTen(beyond);
    return {.whole = 0,
            .rest = static_cast<int64_t>(rest),
            .half_or_more = false,  // below 10^17 * 10^-19
            .inexact = true};
  }
  const Wide one = PowerOfTen(places);
  const Wide rest = s.digits % one;
  return {.whole = static_cast<int64_t>(s.digits / one),
          .rest = static_cast<int64_t>(rest * PowerOfTen(kRemainderDigits - places)),
          .half_or_more = rest * 2 >= one,
          .inexact = rest != 0};
}

constexpr double kTens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

// Decides the common case without digits. The product is within 2^-52 relative of the shortest
// form's (below 10^12: within 0.0003), so away from the half the rounding is certain.
bool RoundFast(double magnitude, int decimals, int64_t& whole) {
  const double scaled = magnitude * kTens[decimals];
  if (!(scaled < 1e12)) return false;
  const auto floor = static_cast<int64_t>(scaled);
  const double fraction = scaled - static_cast<double>(floor);
  if (std::fabs(fraction - 0.5) < 1e-3) return false;
  whole = floor + (fraction > 0.5 ? 1 : 0);
  return true;
}

}  // namespace

std::string Decimal::ToString() const {
  const bool negative = scaled < 0;
  std::string text = std::to_string(scaled);
  if (negative) text.erase(0, 1);
  if (text.size() <= static_cast<size_t>(decimals)) text.insert(0, decimals + 1 - text.size(), '0');
  if (decimals > 0) text.insert(text.size() - decimals, ".");
  return negative ? "-" + text : text;
}

double Decimal::ToDouble() const {
  double value = 0;
  const std::string text = ToString();
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool FitsDecimal(double value, int decimals) {
  if (!std::isfinite(value)) return false;
  const Split split = SplitAt(value, decimals);
  return split.fits && split.whole < kLargest;
}

Decimal RoundDecimal(double value, int decimals) {
  if (std::isnan(value)) return {0, decimals};
  int64_t whole = kLargest;
  if (std::isfinite(value) && !RoundFast(std::fabs(value), decimals, whole)) {
    const Split split = SplitAt(value, decimals);
    whole = split.whole + (split.half_or_more && split.whole < kLargest ? 1 : 0);
  }
  return {value < 0 ? -whole : whole, decimals};
}

Floored FloorDecimal(double value, int decimals) {
  if (std::isnan(value)) return {{0, decimals}, 0};
  if (!std::isfinite(value)) return {{value < 0 ? -kLargest : kLargest, decimals}, 0};
  const Split split = SplitAt(value, decimals);
  if (value >= 0) return {{split.whole, decimals}, split.rest};
  if (!split.inexact) return {{-split.whole, decimals}, 0};
  const int64_t rest = split.rest == 0 ? kRemainderOne - 1 : kRemainderOne - split.rest;
  return {{split.whole == kLargest ? -kLargest : -split.whole - 1, decimals}, rest};
}

}  // namespace tarazy::rankings
