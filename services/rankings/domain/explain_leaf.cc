#include "services/rankings/domain/explain_leaf.h"

#include <cmath>
#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/text.h"
#include "services/rankings/domain/evaluate.h"
#include "services/rankings/domain/leaf_figures.h"
#include "services/rankings/domain/plan.h"

namespace tarazy::rankings {
namespace {

std::string Short(double value) { return absl::StrFormat("%.6g", value); }

void Substitute(const Methodology& methodology, const Dataset& dataset, const Node& leaf, int unit,
                NodeReport& report) {
  report.formula = CanonicalText(*leaf.value);
  const auto bound = BoundFormula::Bind(*leaf.value, IndexVariables(methodology));
  if (!bound.ok()) return;
  std::unordered_map<std::string, std::string> texts;
  bound->Trace(dataset, unit, [&](int variable) {
    const std::string& name = methodology.variables[variable].name;
    const double value = dataset.columns[variable][unit];
    std::string text = IsAbsent(value) ? "absent" : ShortestDecimal(value);
    if (value < 0) text = absl::StrCat("(", text, ")");
    if (texts.emplace(name, text).second) report.used.push_back({name, value});
  });
  // What evaluation did not read stays a name: its value plays no part.
  report.substituted = Render(*leaf.value, [&](const std::string& name) {
    const auto found = texts.find(name);
    return found == texts.end() ? name : found->second;
  });
}

// The first unit of the reference set, in bytewise order, that `matches`.
template <typename Matches>
void NameUnit(const Dataset& dataset, const Result& result, const LeafResult& leaf, int unit,
              Matches matches, ReferenceReport& report) {
  for (size_t u = 0; u < dataset.units.size(); ++u) {
    const int other = static_cast<int>(u);
    if (result.units[u].standing == Standing::kExcluded) continue;
    if (result.normalized_within && result.group_of_unit[u] != result.group_of_unit[unit]) continue;
    const double x = result.RawValue(dataset, leaf, other);
    if (IsAbsent(x) || !matches(x)) continue;
    report.unit = dataset.units[u];
    report.value = x;
    return;
  }
}

bool LooksAtOthers(const Normaliser& kind) {
  return !std::holds_alternative<Identity>(kind) && !std::holds_alternative<Goalposts>(kind) &&
         !std::holds_alternative<Reached>(kind) && !std::holds_alternative<Bands>(kind);
}

ReferenceReport Refer(const Dataset& dataset, const Result& result, const Node& leaf,
                      const LeafResult& values, int unit) {
  ReferenceReport report;
  const Reference& s = result.ReferenceOf(values, unit);
  report.size = s.size;
  if (s.size == 0) return report;
  report.min = s.min;
  report.max = s.max;
  if (std::holds_alternative<ZScore>(leaf.normaliser)) report.sd = s.sd;
  if (std::holds_alternative<ZScore>(leaf.normaliser) || leaf.missing == Missing::kMean) {
    report.mean = s.mean;
  }
  if (leaf.missing == Missing::kMedian) report.median = s.median;
  if (!LooksAtOthers(leaf.normaliser)) return report;
  const Direction& direction = leaf.direction;
  const auto fixes_scale = [&](double x) {
    if (direction.better == Better::kTarget) {
      return std::fabs(x - direction.target) == s.max_distance;
    }
    return x == (direction.better == Better::kLower ? s.min : s.max);
  };
  NameUnit(dataset, result, values, unit, fixes_scale, report);
  return report;
}

std::string RelativeSentence(const Node& leaf, const NodeReport& report) {
  const ReferenceReport& r = report.reference;
  const bool lower = leaf.direction.better == Better::kLower;
  const std::string n = Short(report.normalised);
  const std::string best = absl::StrCat(Short(r.value), " (", r.unit, ")");
  if (leaf.direction.better == Better::kTarget) {
    return absl::StrCat("1 minus the distance to ", Short(leaf.direction.target),
                        " over the largest of ", r.size, " units, that of ", best, ": ", n);
  }
  if (std::holds_alternative<ShareOfBest>(leaf.normaliser)) {
    return lower ? absl::StrCat("the lowest of ", r.size, " units, ", best, ", over it: ", n)
                 : absl::StrCat("over the highest of ", r.size, " units, ", best, ": ", n);
  }
  if (std::holds_alternative<MinMax>(leaf.normaliser)) {
    return absl::StrCat("between ", Short(r.min), " and ", Short(r.max), " of ", r.size,
                        " units, the best being ", r.unit, ": ", n);
  }
  if (std::holds_alternative<ZScore>(leaf.normaliser)) {
    return absl::StrCat(report.imputed ? "at the mean " : "against the mean ", Short(r.mean),
                        " of ", r.size, " units, standard deviation ", Short(r.sd), ": ", n);
  }
  return absl::StrCat("its place among ", r.size, " units, the best being ", best, ": ", n);
}

std::string AbsoluteSentence(const Node& leaf, const NodeReport& report) {
  const std::string n = Short(report.normalised);
  if (const auto* posts = std::get_if<Goalposts>(&leaf.normaliser)) {
    return absl::StrCat("between the goalposts ", Short(posts->min), " and ", Short(posts->max),
                        ": ", n);
  }
  if (const auto* reached = std::get_if<Reached>(&leaf.normaliser)) {
    return absl::StrCat(report.normalised > 0 ? "reaches " : "does not reach ", Short(reached->at),
                        ": ", n);
  }
  if (std::holds_alternative<Bands>(leaf.normaliser)) {
    return absl::StrCat("its band gives ", n, " points");
  }
  return absl::StrCat("taken as it is: ", n);
}

std::string Sentence(const Node& leaf, const NodeReport& report) {
  if (IsAbsent(report.normalised)) {
    return IsAbsent(report.points) ? "no value; its siblings carry its share"
                                   : "no value; counts 0";
  }
  std::string text;
  if (report.imputed) {
    const bool mean = leaf.missing == Missing::kMean;
    text =
        absl::StrCat("no value; the ", mean ? "mean " : "median ",
                     Short(mean ? report.reference.mean : report.reference.median), " stands in; ");
  }
  text += LooksAtOthers(leaf.normaliser) ? RelativeSentence(leaf, report)
                                         : AbsoluteSentence(leaf, report);
  if (std::holds_alternative<Bands>(leaf.normaliser) ||
      std::holds_alternative<Identity>(leaf.normaliser)) {
    return text;
  }
  return leaf.weight ? absl::StrCat(text, "; times 100 is ", Short(report.points))
                     : absl::StrCat(text, "; times ", Short(leaf.points.value_or(0)), " points is ",
                                    Short(report.points));
}

}  // namespace

void ExplainLeaf(const Methodology& methodology, const Dataset& dataset, const Result& result,
                 const Node& leaf, int unit, NodeReport& report) {
  const LeafResult& values = result.leaves[result.leaf_of_node[report.node]];
  Substitute(methodology, dataset, leaf, unit, report);
  report.reference = Refer(dataset, result, leaf, values, unit);
  const LeafFigures figures = FiguresAt(leaf, values, dataset, result, unit);
  report.value = figures.x;
  report.normalised = figures.n;
  report.imputed = figures.imputed;
  if (result.units[unit].standing == Standing::kExcluded) return;
  report.explanation = Sentence(leaf, report);
}

}  // namespace tarazy::rankings
