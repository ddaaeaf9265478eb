#include "services/rankings/domain/combine.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "services/rankings/domain/correctly_rounded.h"

namespace tarazy::rankings {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// NaN means missing, so a sum that went wrong (infinity minus infinity) must not be one: infinity
// cannot be published and is refused with the score.
double Computed(double value) {
  return std::isnan(value) ? std::numeric_limits<double>::infinity() : value;
}

// Maxima of all children, of the present ones, and how many are present.
struct Presence {
  double all = 0;
  double present = 0;
  size_t count = 0;
};
Presence PresenceOf(absl::Span<const Child> children, size_t unit) {
  Presence p;
  for (const Child& child : children) {
    p.all += child.maximum;
    if (std::isnan(child.values[unit])) continue;
    p.present += child.maximum;
    ++p.count;
  }
  return p;
}

// True when some child is missing and those present cannot carry its share.
bool NothingToCarry(const Presence& p, size_t children) {
  return p.count == 0 || (p.count < children && p.present == 0);
}

// The present siblings carry the share of the missing ones, in proportion to their maxima.
double Redistributed(absl::Span<const Child> children, size_t unit) {
  const Presence p = PresenceOf(children, unit);
  if (NothingToCarry(p, children.size())) return kMissing;
  double sum = 0;
  for (const Child& child : children) {
    if (!std::isnan(child.values[unit])) sum += child.values[unit];
  }
  return Computed(p.count == children.size() ? sum : sum * p.all / p.present);
}

void Sum(absl::Span<const Child> children, absl::Span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  for (const Child& child : children) {
    for (size_t u = 0; u < out.size(); ++u) out[u] += child.values[u];
  }
  for (size_t u = 0; u < out.size(); ++u) {  // NaN: something was missing
    if (std::isnan(out[u])) out[u] = Redistributed(children, u);
  }
}

double MeanOfPresent(absl::Span<const Child> children, size_t unit) {
  double sum = 0, weights = 0;
  for (const Child& child : children) {
    if (std::isnan(child.values[unit])) continue;
    sum += child.weight * child.values[unit];
    weights += child.weight;
  }
  return weights == 0 ? kMissing : Computed(sum / weights);
}

void WeightedMean(absl::Span<const Child> children, absl::Span<double> out) {
  double weights = 0;
  std::fill(out.begin(), out.end(), 0.0);
  for (const Child& child : children) {
    const double weight = child.weight;
    weights += weight;
    for (size_t u = 0; u < out.size(); ++u) out[u] += weight * child.values[u];
  }
  for (size_t u = 0; u < out.size(); ++u) {
    out[u] = out[u] / weights;
    if (std::isnan(out[u])) out[u] = MeanOfPresent(children, u);
  }
}

double Geometric(absl::Span<const Child> children, size_t unit) {
  double logs = 0, weights = 0;
  bool zero = false;
  for (const Child& child : children) {
    const double v = child.values[unit];
    if (std::isnan(v)) continue;
    weights += child.weight;
    if (v <= 0) {
      zero = true;
    } else if (!zero) {
      logs += child.weight * CorrectlyRoundedLog(v);
    }
  }
  if (weights == 0) return kMissing;
  return zero ? 0 : Computed(CorrectlyRoundedExp(logs / weights));
}

double Harmonic(absl::Span<const Child> children, size_t unit) {
  double reciprocals = 0, weights = 0;
  bool zero = false;
  for (const Child& child : children) {
    const double v = child.values[unit];
    if (std::isnan(v)) continue;
    weights += child.weight;
    if (v <= 0) zero = true;
    reciprocals += child.weight / v;
  }
  if (weights == 0) return kMissing;
  return zero ? 0 : Computed(weights / reciprocals);
}

double Smallest(absl::Span<const Child> children, size_t unit) {
  if (NothingToCarry(PresenceOf(children, unit), children.size())) return kMissing;
  double smallest = std::numeric_limits<double>::infinity();
  for (const Child& child : children) {
    if (child.values[unit] < smallest) smallest = child.values[unit];
  }
  return smallest;
}

double SumOfBest(absl::Span<const Child> children, size_t unit, int count,
                 std::vector<bool>& chosen) {
  if (NothingToCarry(PresenceOf(children, unit), children.size())) return kMissing;
  ChooseBest(children, unit, count, chosen);
  double sum = 0;
  for (size_t c = 0; c < children.size(); ++c) {
    if (chosen[c]) sum += children[c].values[unit];
  }
  return Computed(sum);
}

}  // namespace

void ChooseBest(absl::Span<const Child> children, size_t unit, int count,
                std::vector<bool>& chosen) {
  chosen.assign(children.size(), false);
  std::vector<size_t> order;
  for (size_t c = 0; c < children.size(); ++c) {
    if (!std::isnan(children[c].values[unit])) order.push_back(c);
  }
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return children[a].values[unit] > children[b].values[unit];
  });
  if (order.size() > static_cast<size_t>(count)) order.resize(count);
  for (const size_t c : order) chosen[c] = true;
}

void CombineChildren(const Combine& combine, absl::Span<const Child> children,
                     absl::Span<double> out) {
  const auto per_unit = [&](auto function) {
    for (size_t u = 0; u < out.size(); ++u) out[u] = function(u);
  };
  switch (combine.kind) {
    case CombineKind::kSum:
      return Sum(children, out);
    case CombineKind::kWeightedMean:
      return WeightedMean(children, out);
    case CombineKind::kGeometric:
      return per_unit([&](size_t u) { return Geometric(children, u); });
    case CombineKind::kHarmonic:
      return per_unit([&](size_t u) { return Harmonic(children, u); });
    case CombineKind::kMin:
      return per_unit([&](size_t u) { return Smallest(children, u); });
    case CombineKind::kBestOf: {
      std::vector<bool> chosen;
      return per_unit([&](size_t u) { return SumOfBest(children, u, combine.count, chosen); });
    }
  }
}

double ScorePoints(const Node& parent, double children_maximum, double value) {
  if (!parent.points) return value;
  const double points = *parent.points;
  if (IsWeighted(parent.combine.kind)) return value * points / 100;
  if (children_maximum <= points) return value;
  switch (parent.overflow.value_or(Overflow::kCap)) {
    case Overflow::kCap:
      return value > points ? points : value;
    case Overflow::kScale:
      return value * points / children_maximum;
    case Overflow::kAllow:
      return value;
  }
  return value;
}

}  // namespace tarazy::rankings
