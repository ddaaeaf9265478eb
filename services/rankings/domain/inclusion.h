// Which units take part: first min_available, then exclude_unit. Only then is S fixed.
#pragma once

#include "absl/types/span.h"
#include "services/rankings/domain/plan.h"
#include "services/rankings/domain/result.h"

namespace tarazy::rankings {

// Whether a leaf counts for min_available, in the numerator and in the denominator. Leaves with
// `missing: not_applicable` do not.
bool CountsForAvailability(const Node& leaf);

// True when some rule could exclude a unit.
bool CanExclude(const Plan& plan);

// Sets standing and reason of excluded units. `leaves` has every raw x.
void ExcludeUnits(const Plan& plan, const Dataset& dataset, Result& result);

// Below s * declared_total: listed, not ranked. After scoring, before the final scale.
void UnrankBelowShare(const Methodology& methodology, UnitResult& unit);

}  // namespace tarazy::rankings
