#include "services/surveys/domain/figures/percent.h"

#include <algorithm>
#include <numeric>

namespace tarazy::surveys {
namespace {

int64_t PowerOfTen(int exponent) {
  int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

__int128 RoundedQuotient(__int128 numerator, __int128 denominator) {
  const __int128 magnitude = numerator < 0 ? -numerator : numerator;
  const __int128 rounded = (2 * magnitude + denominator) / (2 * denominator);
  return numerator < 0 ? -rounded : rounded;
}

int64_t PercentUnits(int64_t count, int64_t base, int decimals) {
  return static_cast<int64_t>(
      RoundedQuotient(static_cast<__int128>(count) * 100 * PowerOfTen(decimals), base));
}

double FromUnits(int64_t units, int decimals) {
  return static_cast<double>(units) / static_cast<double>(PowerOfTen(decimals));
}

double RoundedPercent(int64_t count, int64_t base, int decimals) {
  return FromUnits(PercentUnits(count, base, decimals), decimals);
}

std::vector<double> AddUpPercents(const std::vector<int64_t>& counts, int decimals) {
  const __int128 whole = 100 * PowerOfTen(decimals);
  const __int128 base = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  std::vector<int64_t> units;
  std::vector<__int128> remainders;
  __int128 left = whole;
  for (const int64_t count : counts) {
    const __int128 share = whole * count;
    units.push_back(static_cast<int64_t>(share / base));
    remainders.push_back(share % base);
    left -= units.back();
  }
  std::vector<size_t> order(counts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  // Fewer are left than there are remainders above 0.
  for (size_t i = 0; left > 0; ++i, --left) ++units[order[i]];
  std::vector<double> percents;
  for (const int64_t unit : units) percents.push_back(FromUnits(unit, decimals));
  return percents;
}

}  // namespace tarazy::surveys
