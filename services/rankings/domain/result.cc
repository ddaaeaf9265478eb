#include "services/rankings/domain/result.h"

#include "services/rankings/domain/dataset.h"

namespace tarazy::rankings {

double Result::RawValue(const Dataset& dataset, const LeafResult& leaf, int unit) const {
  return leaf.variable >= 0 ? dataset.columns[leaf.variable][unit] : leaf.x[unit];
}

}  // namespace tarazy::rankings
