#include "services/rankings/domain/reference.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tarazy::rankings {
namespace {

template <typename Kind>
bool Uses(const Node& leaf) {
  return std::holds_alternative<Kind>(leaf.normaliser);
}

double Mean(absl::Span<const double> values, int size) {
  double sum = 0;
  for (const double x : values) {
    if (!std::isnan(x)) sum += x;
  }
  return sum / size;
}

double PopulationSd(absl::Span<const double> values, int size, double mean) {
  double squares = 0;
  for (const double x : values) {
    if (!std::isnan(x)) squares += (x - mean) * (x - mean);
  }
  return std::sqrt(squares / size);
}

std::vector<double> Sorted(absl::Span<const double> values, int size) {
  std::vector<double> sorted;
  sorted.reserve(size);
  for (const double x : values) {
    if (!std::isnan(x)) sorted.push_back(x);
  }
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

double MedianOfSorted(const std::vector<double>& sorted) {
  const size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

}  // namespace

Reference MakeReference(const Node& leaf, absl::Span<const double> values) {
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  int size = 0;
  for (const double x : values) {  // a comparison with NaN is false
    min = x < min ? x : min;
    max = x > max ? x : max;
    size += x == x ? 1 : 0;
  }
  if (size == 0) return {};
  Reference s{.size = size, .min = min, .max = max};
  if (Uses<ZScore>(leaf) || leaf.missing == Missing::kMean) s.mean = Mean(values, s.size);
  if (Uses<ZScore>(leaf)) s.sd = PopulationSd(values, s.size, s.mean);
  const bool counts = Uses<RankShare>(leaf) || Uses<Percentile>(leaf);
  if (counts || leaf.missing == Missing::kMedian) {
    s.sorted = Sorted(values, s.size);
    if (leaf.missing == Missing::kMedian) s.median = MedianOfSorted(s.sorted);
    if (!counts) s.sorted = {};
  }
  if (leaf.direction.better == Better::kTarget) {
    // |x - t| is largest at one of the ends.
    s.max_distance = std::max(std::fabs(s.min - leaf.direction.target),
                              std::fabs(s.max - leaf.direction.target));
  }
  return s;
}

}  // namespace tarazy::rankings
