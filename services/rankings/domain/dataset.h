// The values a ranking is computed from: one column per variable, one row per unit.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace tarazy::rankings {

struct Methodology;

// An absent value. Inside the domain absent and missing are NaN; real values are always finite.
inline constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
inline bool IsAbsent(double value) { return std::isnan(value); }

struct Dataset {
  std::vector<std::string> units;            // ids, bytewise ascending, distinct
  std::vector<std::string> groups;           // one per unit; "" = none. May be empty: no groups
  std::vector<std::vector<double>> columns;  // [variable in methodology order][unit]
};

// INVALID_ARGUMENT unless shape, order and values are as above; FAILED_PRECONDITION with
// kUnitWithoutGroup (naming the units) when the methodology declares groups and a unit has none,
// with kNoData when there is no unit.
absl::Status CheckDataset(const Methodology& methodology, const Dataset& dataset);

}  // namespace tarazy::rankings
