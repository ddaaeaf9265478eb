#include "services/rankings/domain/normalise.h"

#include <algorithm>
#include <cmath>

#include "services/rankings/domain/normalise_mappings.h"

namespace tarazy::rankings {

double Normalise(const Node& leaf, const Reference& reference, double x) {
  return WithMapping(leaf, reference, [x](auto mapping) { return mapping(x); });
}

double LeafValue(const Node& leaf, double n) {
  return WithScale(leaf, [n](auto scale) { return scale(n); });
}

const char* NormaliserName(const Normaliser& normaliser) {
  constexpr const char* kNames[] = {"share_of_best", "min_max",   "z_score", "rank", "percentile",
                                    "identity",      "goalposts", "reached", "bands"};
  return kNames[normaliser.index()];
}

}  // namespace tarazy::rankings
