// From verified values to a stored draft edition.
#pragma once

#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/app/edition_figures.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {

struct ComputeEditionRequest {
  std::string ranking;
  int threads = 1;
  std::string computed_by;
  absl::Time now;
  // Called with the phase ("loading", "computing", "storing") and the share of the whole; empty to
  // go unnoticed.
  std::function<void(absl::string_view phase, double share)> progress;
};

struct ComputedEdition {
  Edition edition;
  std::vector<Finding> findings;
};

// Inside the storing transaction `before` runs first and may answer true: an overlapping repeat has
// stored it already, and nothing more is stored. `stored` runs at the end of the storing
// transaction: the answer is recorded there, so that it commits with its effect. Errors: NOT_FOUND,
// FAILED_PRECONDITION (NO_DATA, UNIT_WITHOUT_GROUP).
absl::StatusOr<ComputedEdition> ComputeEdition(
    sql::Database& database, const Context& context, const ComputeEditionRequest& request,
    absl::FunctionRef<absl::StatusOr<bool>(sql::Tx&)> before,
    absl::FunctionRef<absl::Status(sql::Tx&, const ComputedEdition&)> stored);

}  // namespace tarazy::rankings
