// Shares in percent, exact to the last digit: whole numbers until the very end.
#pragma once

#include <cstdint>
#include <vector>

namespace tarazy::surveys {

inline constexpr int kMaxDecimals = 6;

// The whole number nearest to numerator / denominator, a half away from zero. The denominator is
// positive.
__int128 RoundedQuotient(__int128 numerator, __int128 denominator);

// 100 * count / base in units of the last of `decimals` digits (of 3.5 with one digit: 35), each
// rounded for itself, a half away from zero. The count may be negative (a net score); the base is
// positive, both below 10^15.
int64_t PercentUnits(int64_t count, int64_t base, int decimals);

// The number that `units` of the last of `decimals` digits are: the double nearest to it.
double FromUnits(int64_t units, int decimals);

// PercentUnits as a number.
double RoundedPercent(int64_t count, int64_t base, int decimals);

// The same for all parts of a whole so that they add up to exactly 100: each is rounded down, and
// what is left goes to those with the largest remainders, of equal ones to the earlier (Hamilton's
// method). The counts are not negative and add up to more than 0.
std::vector<double> AddUpPercents(const std::vector<int64_t>& counts, int decimals);

}  // namespace tarazy::surveys
