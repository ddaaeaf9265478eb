#include "services/rankings/domain/shown.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "services/rankings/domain/combine.h"
#include "services/rankings/domain/maximum.h"
#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {
namespace {

// A node contributes value * up / down to the published score. Kept as two factors so that the
// plain case multiplies by 1 and divides by 1, which changes nothing.
struct Factor {
  double up = 1;
  double down = 1;

  double Of(double value) const { return std::isnan(value) ? 0 : value * up / down; }
  Factor Times(double more_up, double more_down) const { return {up * more_up, down * more_down}; }
};

class Shower {
 public:
  Shower(const Methodology& methodology, const Result& result, int unit)
      : methodology_(methodology),
        result_(result),
        unit_(unit),
        tree_(MakeTree(methodology)),
        shown_(tree_.size(), Decimal{0, methodology.decimals}) {}

  std::vector<Decimal> Run() {
    const UnitResult& unit = result_.units[unit_];
    if (unit.standing == Standing::kExcluded) return shown_;
    Spread(unit.published, tree_.roots, std::vector<Factor>(tree_.roots.size(), FinalFactor()));
    return shown_;
  }

 private:
  double Value(int node) const { return result_.values.at(node, unit_); }

  Factor FinalFactor() const {
    const FinalScale& scale = methodology_.final_scale;
    if (scale.kind == FinalScaleKind::kBestIs && result_.best_score > 0) {
      return {scale.value, result_.best_score};
    }
    if (scale.kind == FinalScaleKind::kOutOf) {
      return {scale.value, methodology_.declared_total.value_or(1)};
    }
    return {};
  }

  // Divides `total` among siblings and goes on below each.
  void Spread(const Decimal& total, const std::vector<int>& nodes,
              const std::vector<Factor>& factors) {
    std::vector<double> parts;
    for (size_t i = 0; i < nodes.size(); ++i) parts.push_back(factors[i].Of(Value(nodes[i])));
    const std::vector<Decimal> shown = Apportion(total, parts);
    for (size_t i = 0; i < nodes.size(); ++i) Show(nodes[i], shown[i], factors[i]);
  }

  void Show(int node, const Decimal& shown, const Factor& factor) {
    shown_[node] = shown;
    const std::vector<int>& children = tree_.children[node];
    if (children.empty()) return;
    const Node& parent = *tree_.nodes[node];
    if (parent.combine.kind == CombineKind::kGeometric ||
        parent.combine.kind == CombineKind::kHarmonic) {
      return ShowApart(children);  // a product has no additive parts
    }
    Spread(shown, children, ChildFactors(node, factor));
  }

  // Each child shows its own rounded value; below it, parts add up to that.
  void ShowApart(const std::vector<int>& children) {
    for (const int child : children) {
      Show(child, RoundDecimal(Value(child), methodology_.decimals), Factor{});
    }
  }

  std::vector<Factor> ChildFactors(int node, const Factor& factor) const {
    const Node& parent = *tree_.nodes[node];
    std::vector<Child> children;
    double children_maximum = 0, present_maximum = 0, weights = 0;
    bool all_present = true;
    for (const int child : tree_.children[node]) {
      children.push_back({.values = result_.values.row(child).data() + unit_,
                          .maximum = result_.maxima[child],
                          .weight = tree_.nodes[child]->weight.value_or(0)});
      children_maximum += result_.maxima[child];
      if (std::isnan(Value(child))) {
        all_present = false;
        continue;
      }
      present_maximum += result_.maxima[child];
      weights += children.back().weight;
    }
    Factor common = WithPoints(parent, children, factor);
    std::vector<Factor> factors(children.size(), common);
    switch (parent.combine.kind) {
      case CombineKind::kSum:
        if (!all_present) {
          std::fill(factors.begin(), factors.end(),
                    common.Times(children_maximum, present_maximum));
        }
        break;
      case CombineKind::kWeightedMean:
        for (size_t c = 0; c < factors.size(); ++c) {
          factors[c] = common.Times(children[c].weight, weights);
        }
        break;
      default:
        KeepChosen(parent.combine, children, factors);
    }
    // Nothing present: nothing to divide by, and nothing to show.
    const bool empty = !all_present && (present_maximum == 0 && !IsWeighted(parent.combine.kind));
    if (empty || std::isnan(Value(node))) std::fill(factors.begin(), factors.end(), Factor{0, 1});
    return factors;
  }

  // What the parent's points make of its children's contributions.
  Factor WithPoints(const Node& parent, const std::vector<Child>& children,
                    const Factor& factor) const {
    if (!parent.points) return factor;
    if (IsWeighted(parent.combine.kind)) return factor.Times(*parent.points, 100);
    std::vector<double> maxima;
    for (const Child& child : children) maxima.push_back(child.maximum);
    const double most = ChildrenMaximum(parent, maxima);
    if (most <= *parent.points) return factor;
    double combined = 0;
    CombineChildren(parent.combine, children, absl::MakeSpan(&combined, 1));
    switch (parent.overflow.value_or(Overflow::kCap)) {
      case Overflow::kCap:
        return combined > *parent.points ? factor.Times(*parent.points, combined) : factor;
      case Overflow::kScale:
        return factor.Times(*parent.points, most);
      case Overflow::kAllow:
        return factor;
    }
    return factor;
  }

  // best_of: the unchosen contribute nothing; min: the first smallest carries all.
  void KeepChosen(const Combine& combine, const std::vector<Child>& children,
                  std::vector<Factor>& factors) const {
    std::vector<bool> chosen(children.size(), false);
    if (combine.kind == CombineKind::kBestOf) {
      ChooseBest(children, 0, combine.count, chosen);
    } else {
      int smallest = -1;
      for (size_t c = 0; c < children.size(); ++c) {
        const double value = *children[c].values;
        if (std::isnan(value)) continue;
        if (smallest < 0 || value < *children[smallest].values) smallest = static_cast<int>(c);
      }
      if (smallest >= 0) chosen[smallest] = true;
    }
    for (size_t c = 0; c < children.size(); ++c) {
      if (!chosen[c]) factors[c] = {0, 1};
    }
  }

  const Methodology& methodology_;
  const Result& result_;
  const int unit_;
  const Tree tree_;
  std::vector<Decimal> shown_;
};

}  // namespace

std::vector<Decimal> Apportion(const Decimal& total, const std::vector<double>& parts) {
  std::vector<Decimal> shown;
  if (parts.empty()) return shown;
  std::vector<int64_t> remainders;
  int64_t left = total.scaled;
  for (const double part : parts) {
    const Floored floored = FloorDecimal(part, total.decimals);
    shown.push_back(floored.floor);
    remainders.push_back(floored.remainder);
    left -= floored.floor.scaled;
  }
  std::vector<size_t> order(parts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return left > 0 ? remainders[a] > remainders[b] : remainders[a] < remainders[b];
  });
  const int64_t step = left > 0 ? 1 : -1;
  const auto count = static_cast<int64_t>(parts.size());
  const int64_t rounds = left / count;          // to everyone, when more than one each
  const int64_t rest = std::abs(left % count);  // to the first in order
  for (size_t i = 0; i < order.size(); ++i) {
    shown[order[i]].scaled += rounds + (static_cast<int64_t>(i) < rest ? step : 0);
  }
  return shown;
}

std::vector<Decimal> ShownComponents(const Methodology& methodology, const Result& result,
                                     int unit) {
  return Shower(methodology, result, unit).Run();
}

}  // namespace tarazy::rankings
