#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "services/rankings/domain/compute.h"
#include "services/rankings/domain/missing.h"
#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {
namespace {

std::string MissingSentence(const Node& leaf, const Reference& s) {
  const double imputed = ImputedValue(leaf, s);
  switch (leaf.missing) {
    case Missing::kMean:
      return std::isnan(imputed) ? "has no value, and no unit has one to take the mean of; counts 0"
                                 : absl::StrCat("has no value; the mean ", ShortestDecimal(imputed),
                                                " of ", s.size, " units stands in");
    case Missing::kMedian:
      return std::isnan(imputed)
                 ? "has no value, and no unit has one to take the median of; counts 0"
                 : absl::StrCat("has no value; the median ", ShortestDecimal(imputed), " of ",
                                s.size, " units stands in");
    case Missing::kRedistribute:
      return "has no value; its siblings carry its share";
    default:
      return "has no value; counts 0";
  }
}

class Teller {
 public:
  Teller(const Methodology& methodology, const Dataset& dataset, const Result& result)
      : dataset_(dataset), result_(result), tree_(MakeTree(methodology)) {}

  Finding Tell(const Event& event) const {
    const Node& node = *tree_.nodes[event.node];
    Finding finding{.severity = Severity::kWarning, .node = node.code};
    const LeafResult& leaf = result_.leaves[result_.leaf_of_node[event.node]];
    if (event.kind == EventKind::kConstantIndicator) {
      finding.rule = "constant_indicator";
      finding.message = Constant(leaf, event.unit);
      return finding;
    }
    finding.unit = dataset_.units[event.unit];
    const Reference& s = result_.ReferenceOf(leaf, event.unit);
    double x = result_.RawValue(dataset_, leaf, event.unit);
    switch (event.kind) {
      case EventKind::kMissingValue:
        finding.rule = "missing_value";
        // An invented value deserves more attention than a value that is simply not there.
        finding.severity = std::isnan(ImputedValue(node, s)) ? Severity::kInfo : Severity::kWarning;
        finding.message = MissingSentence(node, s);
        break;
      case EventKind::kUndefinedValue:
        finding.rule = "undefined_value";
        finding.message = absl::StrCat(
            "the formula ", CanonicalText(*node.value),
            " has no finite value (a division by zero, a root or logarithm of what has none, or "
            "an overflow); treated as missing");
        break;
      case EventKind::kClampedValue: {
        if (std::isnan(x)) x = ImputedValue(node, s);
        finding.rule = "clamped_value";
        const double bound = x < 0 ? 0 : node.points.value_or(0);
        finding.message = absl::StrCat(ShortestDecimal(x), " is outside 0 to ",
                                       ShortestDecimal(node.points.value_or(0)), "; counts ",
                                       ShortestDecimal(bound));
        break;
      }
      default:
        if (std::isnan(x)) x = ImputedValue(node, s);
        finding.rule = "negative_value";
        finding.message = absl::StrCat(ShortestDecimal(x), " is negative; counts 0");
    }
    return finding;
  }

  void AddExclusions(std::vector<Finding>& findings) const {
    for (size_t u = 0; u < result_.units.size(); ++u) {
      const UnitResult& unit = result_.units[u];
      if (unit.standing == Standing::kRanked) continue;
      const bool excluded = unit.standing == Standing::kExcluded;
      findings.push_back({.severity = Severity::kWarning,
                          .rule = excluded ? "excluded_unit" : "unranked_unit",
                          .unit = dataset_.units[u],
                          .message = unit.reason});
    }
  }

 private:
  std::string Constant(const LeafResult& leaf, int group) const {
    const Reference& s = leaf.groups[group < 0 ? 0 : group];
    const std::string where =
        group < 0 ? "" : absl::StrCat(" of the group ", result_.group_names[group]);
    return absl::StrCat("all ", s.size, " units", where, " have the value ", ShortestDecimal(s.min),
                        "; the indicator tells none from another");
  }

  const Dataset& dataset_;
  const Result& result_;
  const Tree tree_;
};

}  // namespace

std::vector<Finding> Findings(const Methodology& methodology, const Dataset& dataset,
                              const Result& result, size_t limit) {
  const Teller teller(methodology, dataset, result);
  std::vector<Finding> findings;
  for (const Event& event : result.events) {
    if (findings.size() == limit) break;
    findings.push_back(teller.Tell(event));
  }
  teller.AddExclusions(findings);
  findings.insert(findings.end(), result.general.begin(), result.general.end());
  return findings;
}

}  // namespace tarazy::rankings
