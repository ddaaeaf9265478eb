// The normalisers themselves, one row of the methodology page's table each, as function objects
// that a loop over units can inline. normalise.h is the door.
#pragma once

#include <algorithm>
#include <cmath>

#include "services/rankings/domain/correctly_rounded.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/reference.h"

namespace tarazy::rankings {

// To [0, 1]. What is not a number (differences of values near 1e308) counts as 0.
inline double ClampShare(double n) { return n > 0 ? (n < 1 ? n : 1) : 0; }

inline double ShareOfBestHigher(const Reference& s, double x) {
  if (x < 0 || s.max <= 0) return 0;
  return ClampShare(x / s.max);
}

inline double ShareOfBestLower(const Reference& s, double x) {
  if (x < 0) return 0;
  if (x == 0) return 1;
  return ClampShare(s.min / x);
}

inline double MinMaxHigher(double min, double max, double x) {
  if (max == min) return 1;
  return ClampShare((x - min) / (max - min));
}

inline double MinMaxLower(double min, double max, double x) {
  if (max == min) return 1;
  return ClampShare((max - x) / (max - min));
}

inline double CloseToTarget(const Reference& s, double target, double x) {
  if (s.max_distance == 0) return 1;
  return ClampShare(1 - std::fabs(x - target) / s.max_distance);
}

inline double NormalShare(const Reference& s, bool lower, double x) {
  if (s.max == s.min) return 0.5;
  const double z = lower ? (s.mean - x) / s.sd : (x - s.mean) / s.sd;
  return ClampShare(0.5 * CorrectlyRoundedErfc(-z / std::sqrt(2.0)));
}

// How many of S are better than x and how many equal it. x itself need not be in S (imputed).
struct Position {
  double better = 0;
  double worse = 0;
  double equal = 0;
};
inline Position PositionIn(const Reference& s, bool lower, double x) {
  const auto [first, last] = std::equal_range(s.sorted.begin(), s.sorted.end(), x);
  const double below = static_cast<double>(first - s.sorted.begin());
  const double above = static_cast<double>(s.sorted.end() - last);
  const double equal = static_cast<double>(last - first);
  return lower ? Position{below, above, equal} : Position{above, below, equal};
}

inline double RankShareOf(const Reference& s, bool lower, double x) {
  if (s.size == 1) return 1;
  const Position p = PositionIn(s, lower, x);
  const double r = p.better + (p.equal + 1) / 2;
  return ClampShare((s.size - r) / (s.size - 1));
}

inline double PercentileOf(const Reference& s, bool lower, double x) {
  const Position p = PositionIn(s, lower, x);
  return ClampShare((p.worse + 0.5 * p.equal) / s.size);
}

inline double BetweenGoalposts(const Goalposts& posts, bool lower, double x) {
  const double share = (x - posts.min) / (posts.max - posts.min);
  return ClampShare(lower ? 1 - share : share);
}

inline double BandPoints(const Bands& bands, bool lower, double x) {
  const auto reached = [&](const Band& band) { return lower ? band.at >= x : band.at <= x; };
  const std::vector<Band>& list = bands.bands;
  size_t passed = 0;
  while (passed < list.size() && reached(list[passed])) ++passed;
  if (!bands.interpolate) return passed == 0 ? 0 : list[passed - 1].points;
  if (passed == 0) return list.front().points;
  if (passed == list.size()) return list.back().points;
  const Band& a = list[passed - 1];
  const Band& b = list[passed];
  const double points = a.points + (b.points - a.points) * (x - a.at) / (b.at - a.at);
  return std::isnan(points) ? a.points : points;  // bounds near 1e308 apart
}

// Calls `use` with the mapping from x to n, so that the choice is made once and not per value.
template <typename Use>
auto WithMapping(const Node& leaf, const Reference& s, Use use) {
  const bool lower = leaf.direction.better == Better::kLower;
  const double target = leaf.direction.target;
  const Normaliser& kind = leaf.normaliser;
  if (leaf.direction.better == Better::kTarget) {
    return use([&s, target](double x) { return CloseToTarget(s, target, x); });
  }
  if (std::holds_alternative<MinMax>(kind)) {
    // Copies: through a reference the bounds would be read again after every value written.
    const double min = s.min, max = s.max;
    if (lower) return use([min, max](double x) { return MinMaxLower(min, max, x); });
    return use([min, max](double x) { return MinMaxHigher(min, max, x); });
  }
  if (std::holds_alternative<ShareOfBest>(kind)) {
    if (lower) return use([&s](double x) { return ShareOfBestLower(s, x); });
    return use([&s](double x) { return ShareOfBestHigher(s, x); });
  }
  if (std::holds_alternative<ZScore>(kind)) {
    return use([&s, lower](double x) { return NormalShare(s, lower, x); });
  }
  if (std::holds_alternative<RankShare>(kind)) {
    return use([&s, lower](double x) { return RankShareOf(s, lower, x); });
  }
  if (std::holds_alternative<Percentile>(kind)) {
    return use([&s, lower](double x) { return PercentileOf(s, lower, x); });
  }
  if (const auto* posts = std::get_if<Goalposts>(&kind)) {
    return use([posts, lower](double x) { return BetweenGoalposts(*posts, lower, x); });
  }
  if (const auto* reached = std::get_if<Reached>(&kind)) {
    const double at = reached->at;
    return use([at, lower](double x) { return (lower ? x <= at : x >= at) ? 1.0 : 0.0; });
  }
  if (const auto* bands = std::get_if<Bands>(&kind)) {
    return use([bands, lower](double x) { return BandPoints(*bands, lower, x); });
  }
  if (leaf.weight) return use([](double x) { return x; });
  const double most = leaf.points.value_or(0);
  return use([most](double x) { return x < 0 ? 0 : x > most ? most : x; });
}

// Calls `use` with the mapping from n to the node value.
template <typename Use>
auto WithScale(const Node& leaf, Use use) {
  if (std::holds_alternative<Identity>(leaf.normaliser) ||
      std::holds_alternative<Bands>(leaf.normaliser)) {
    return use([](double n) { return n; });
  }
  if (leaf.weight) return use([](double n) { return 100 * n; });
  const double points = leaf.points.value_or(0);
  return use([points](double n) { return n * points; });
}

}  // namespace tarazy::rankings
