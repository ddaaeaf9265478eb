// How one unit's n and points arose at one leaf: the reference it was held against and a sentence.
#pragma once

#include "services/rankings/domain/unit_report.h"

namespace tarazy::rankings {

// Fills everything below "Leaves only" in `report`, and value, normalised. `report.node`, `.points`
// are set already.
void ExplainLeaf(const Methodology& methodology, const Dataset& dataset, const Result& result,
                 const Node& leaf, int unit, NodeReport& report);

}  // namespace tarazy::rankings
