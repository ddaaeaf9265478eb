// The engine: methodology and values to scores and ranks. Pure: same input, same bits, on any
// machine and any number of threads.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rankings/domain/dataset.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/result.h"

namespace tarazy::rankings {

struct ComputeOptions {
  int threads = 1;  // small inputs run on the calling thread whatever this says
  // Called now and then on the calling thread with the share done, 0 to 1; may be empty.
  std::function<void(double share_done)> progress;
};

// INVALID_ARGUMENT with kMethodologyInvalid for a methodology that cannot be computed (its lint
// says more), the statuses of CheckDataset, and INVALID_ARGUMENT when a score is too large to
// publish.
absl::StatusOr<Result> Compute(const Methodology& methodology, const Dataset& dataset,
                               const ComputeOptions& options = {});

// The same into a result whose memory is used again (sensitivity draws, what-if).
absl::Status ComputeInto(const Methodology& methodology, const Dataset& dataset,
                         const ComputeOptions& options, Result& result);

// The result's events as sentences, in tree order then unit order, at most `limit`; then the
// exclusions and findings about the whole.
std::vector<Finding> Findings(const Methodology& methodology, const Dataset& dataset,
                              const Result& result, size_t limit = 10000);

}  // namespace tarazy::rankings
