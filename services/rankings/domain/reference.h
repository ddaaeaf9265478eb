// The reference set S of a leaf (of a leaf within a group), as the figures normalising needs.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

struct Reference {
  int size = 0;  // N; with 0 nothing below has a meaning
  double min = 0;
  double max = 0;
  double mean = 0;             // z_score, missing: mean
  double sd = 0;               // of the population; z_score
  double median = 0;           // missing: median
  double max_distance = 0;     // max over S of |x - target|; direction: {target}
  std::vector<double> sorted;  // ascending; rank, percentile
};

// The figures of S = the values that are not NaN, taken in order (sums run left to right). Only
// what `leaf` needs is filled in, besides size, min and max.
Reference MakeReference(const Node& leaf, absl::Span<const double> values);

}  // namespace tarazy::rankings
