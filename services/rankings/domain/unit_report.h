// Explains one unit's score down to the entered values.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/localized.h"
#include "services/rankings/domain/dataset.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/result.h"

namespace tarazy::rankings {

struct UsedVariable {
  std::string name;
  double value = kAbsent;
};

// What x was held against. `unit` has the value `value` in S: the best, or the one that fixed the
// scale; empty where the normaliser looks at no other unit.
struct ReferenceReport {
  std::string unit;
  double value = kAbsent;
  int size = 0;
  double min = kAbsent;
  double max = kAbsent;
  double mean = kAbsent;    // only where it was needed
  double sd = kAbsent;      // only where it was needed
  double median = kAbsent;  // only where it was needed
};

struct NodeReport {
  int node = 0;  // its number in tree order
  std::string code;
  Localized title;
  int depth = 0;  // 0 at the top level
  bool leaf = false;
  double value = kAbsent;       // x, imputed or not; leaves only
  double normalised = kAbsent;  // n; leaves only
  double points = kAbsent;      // the node value
  double max_points = 0;
  Decimal shown;  // its additive share of the published score, with the methodology's decimals
  int rank = 0;   // among all units at this node; 0: none

  // Leaves only.
  std::string formula;             // canonical text
  std::string substituted;         // the same with the unit's numbers
  std::vector<UsedVariable> used;  // those that evaluation read
  bool imputed = false;            // n comes from the mean or median of the others
  ReferenceReport reference;
  std::string explanation;  // a sentence: how n and the points arose
};

struct UnitReport {
  std::string unit;
  std::string group;
  UnitResult result;
  std::vector<NodeReport> nodes;  // in tree order
};

// NOT_FOUND when the dataset has no such unit. An excluded unit has a report without figures.
absl::StatusOr<UnitReport> ExplainUnit(const Methodology& methodology, const Dataset& dataset,
                                       const Result& result, absl::string_view unit);

}  // namespace tarazy::rankings
