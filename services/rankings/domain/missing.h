// missing: what a leaf is worth to a unit that has no value for it.
#pragma once

#include <cmath>
#include <limits>

#include "services/rankings/domain/normalise.h"

namespace tarazy::rankings {

// The x that a missing one is replaced by: the mean or the median of S; NaN when the policy does
// not impute or S is empty.
inline double ImputedValue(const Node& leaf, const Reference& reference) {
  if (reference.size > 0 && leaf.missing == Missing::kMean) return reference.mean;
  if (reference.size > 0 && leaf.missing == Missing::kMedian) return reference.median;
  return std::numeric_limits<double>::quiet_NaN();
}

// The node value of a leaf without a value: 0 by default (and where there is nothing to impute
// from), the imputed value's, or NaN where the siblings are to carry it.
inline double MissingLeafValue(const Node& leaf, const Reference& reference) {
  switch (leaf.missing) {
    case Missing::kMean:
    case Missing::kMedian: {
      const double x = ImputedValue(leaf, reference);
      return std::isnan(x) ? 0 : LeafValue(leaf, Normalise(leaf, reference, x));
    }
    case Missing::kRedistribute:
    case Missing::kNotApplicable:
      return std::numeric_limits<double>::quiet_NaN();
    case Missing::kZero:
    case Missing::kExcludeUnit:
      return 0;  // an excluded unit is never scored
  }
  return 0;
}

}  // namespace tarazy::rankings
