// combine: the children's values to the parent's, and what the parent's own points make of it.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

struct Child {
  const double* values = nullptr;  // one per unit of the block; NaN = missing
  double maximum = 0;
  double weight = 0;  // under weighted combines
};

// The combined value per unit of a block, before the parent's `points`. NaN where the parent is
// itself missing: no child is present, or the present ones' maxima (weights) total 0.
void CombineChildren(const Combine& combine, absl::Span<const Child> children,
                     absl::Span<double> out);

// Which children best_of counts for the unit: the k largest present, the first of equals first.
// `chosen` has one entry per child.
void ChooseBest(absl::Span<const Child> children, size_t unit, int count,
                std::vector<bool>& chosen);

// value * P / 100 over weighted children; else overflow when the children's maximum exceeds P.
double ScorePoints(const Node& parent, double children_maximum, double value);

}  // namespace tarazy::rankings
