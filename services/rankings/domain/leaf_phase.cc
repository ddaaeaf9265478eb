#include "services/rankings/domain/leaf_phase.h"

#include <cmath>

#include "services/rankings/domain/missing.h"

namespace tarazy::rankings {
namespace {

bool Excluded(const Result& result, size_t unit) {
  return result.units[unit].standing == Standing::kExcluded;
}

absl::Span<const double> RawValues(const Dataset& dataset, const LeafResult& leaf) {
  return leaf.variable >= 0 ? dataset.columns[leaf.variable] : leaf.x;
}

// The values of each reference set, in unit order.
std::vector<std::vector<double>> Gather(absl::Span<const double> x, const Result& result) {
  std::vector<std::vector<double>> sets(result.normalized_within ? result.group_names.size() : 1);
  for (size_t u = 0; u < x.size(); ++u) {
    if (Excluded(result, u) || IsAbsent(x[u])) continue;
    sets[result.normalized_within ? result.group_of_unit[u] : 0].push_back(x[u]);
  }
  return sets;
}

bool FindsConstants(const Node& node) {
  return node.direction.better != Better::kTarget &&
         (std::holds_alternative<MinMax>(node.normaliser) ||
          std::holds_alternative<ZScore>(node.normaliser));
}

void ListConstants(const Node& node, const LeafResult& leaf, bool by_group,
                   std::vector<Event>& events) {
  if (!FindsConstants(node)) return;
  for (size_t g = 0; g < leaf.groups.size(); ++g) {
    if (leaf.groups[g].size == 0 || leaf.groups[g].min != leaf.groups[g].max) continue;
    events.push_back(
        {EventKind::kConstantIndicator, leaf.node, by_group ? static_cast<int32_t>(g) : -1});
  }
}

// What a unit's x does to it, beyond being normalised.
class UnitEvents {
 public:
  explicit UnitEvents(const Node& node)
      : node_(node),
        clamps_(std::holds_alternative<Identity>(node.normaliser) && !node.weight),
        zeroes_(std::holds_alternative<ShareOfBest>(node.normaliser) &&
                node.direction.better != Better::kTarget),
        quiet_(node.missing == Missing::kNotApplicable) {}

  // True when no unit of such a set can have an event.
  bool NothingIn(const Reference& s, size_t units) const {
    return static_cast<size_t>(s.size) == units && !OutOfRange(s.min) && !OutOfRange(s.max);
  }

  void Add(double x, const Reference& s, int32_t leaf, int32_t unit,
           std::vector<Event>& events) const {
    if (IsAbsent(x)) {
      if (!quiet_) events.push_back({EventKind::kMissingValue, leaf, unit});
      x = ImputedValue(node_, s);
    }
    if (!IsAbsent(x)) AddForValue(x, leaf, unit, events);
  }

  void AddForValue(double x, int32_t leaf, int32_t unit, std::vector<Event>& events) const {
    if (OutOfRange(x)) {
      events.push_back(
          {clamps_ ? EventKind::kClampedValue : EventKind::kNegativeValue, leaf, unit});
    }
  }

 private:
  bool OutOfRange(double x) const {
    if (clamps_) return x < 0 || x > node_.points.value_or(0);
    return zeroes_ && x < 0;
  }

  const Node& node_;
  bool clamps_;
  bool zeroes_;
  bool quiet_;
};

}  // namespace

void EvaluateLeaf(const Plan& plan, const Dataset& dataset, size_t leaf, Result& result,
                  std::vector<int>& undefined) {
  const BoundFormula& formula = plan.leaves[leaf].formula;
  LeafResult& out = result.leaves[leaf];
  out.node = plan.leaves[leaf].node;
  out.variable = formula.bare_variable();
  out.x.clear();
  if (out.variable >= 0) return;
  out.x.resize(dataset.units.size());
  for (size_t u = 0; u < out.x.size(); ++u) {
    const Evaluation evaluation = formula.At(dataset, static_cast<int>(u));
    out.x[u] = evaluation.value;
    if (evaluation.outcome == Outcome::kUndefined) undefined.push_back(static_cast<int>(u));
  }
}

void ReferToOthers(const Plan& plan, const Dataset& dataset, size_t leaf_index,
                   const std::vector<int>& undefined, bool anyone_excluded, Result& result,
                   std::vector<Event>& events) {
  LeafResult& leaf = result.leaves[leaf_index];
  const Node& node = *plan.tree.nodes[leaf.node];
  const absl::Span<const double> x = RawValues(dataset, leaf);
  leaf.groups.clear();
  if (anyone_excluded || result.normalized_within) {
    for (const std::vector<double>& set : Gather(x, result)) {
      leaf.groups.push_back(MakeReference(node, set));
    }
  } else {
    leaf.groups.push_back(MakeReference(node, x));
  }
  ListConstants(node, leaf, result.normalized_within, events);
  const UnitEvents unit_events(node);
  const bool one_set = !anyone_excluded && !result.normalized_within;
  if (undefined.empty() && one_set && unit_events.NothingIn(leaf.groups[0], x.size())) return;
  size_t next_undefined = 0;
  for (size_t u = 0; u < x.size(); ++u) {
    const int unit = static_cast<int>(u);
    const Reference& s = result.ReferenceOf(leaf, unit);
    if (next_undefined < undefined.size() && undefined[next_undefined] == unit) {
      ++next_undefined;
      events.push_back({EventKind::kUndefinedValue, leaf.node, unit});
      const double imputed = Excluded(result, u) ? kAbsent : ImputedValue(node, s);
      if (!IsAbsent(imputed)) unit_events.AddForValue(imputed, leaf.node, unit, events);
      continue;
    }
    if (!Excluded(result, u)) unit_events.Add(x[u], s, leaf.node, unit, events);
  }
}

}  // namespace tarazy::rankings
