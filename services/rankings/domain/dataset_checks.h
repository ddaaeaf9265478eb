// CheckDataset in its parts, so that the engine can look at the columns in parallel.
#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/rankings/domain/dataset.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

absl::Status CheckShape(const Methodology& methodology, const Dataset& dataset);
bool HasInfinity(absl::Span<const double> column);
absl::Status InfinityIn(const Variable& variable);

}  // namespace tarazy::rankings
