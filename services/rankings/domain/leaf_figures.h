// A leaf's x and n for one unit: not kept in a Result, because they follow from it at once.
#pragma once

#include "services/rankings/domain/dataset.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/result.h"

namespace tarazy::rankings {

struct LeafFigures {
  double x = kAbsent;    // the value, or what stands in for it by `missing: mean | median`
  double n = kAbsent;    // x normalised; absent when x is, and for an excluded unit
  bool imputed = false;  // x stands in
};

LeafFigures FiguresAt(const Node& leaf, const LeafResult& values, const Dataset& dataset,
                      const Result& result, int unit);

}  // namespace tarazy::rankings
