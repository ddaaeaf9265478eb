// A file of a panel's ratings becomes the values of one variable: all or nothing.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/app/import_problems.h"
#include "services/rankings/app/import_scan.h"
#include "services/rankings/app/spooled_file.h"
#include "services/rankings/app/unit_directory.h"

namespace tarazy::rankings {

struct RatingsRequest {
  std::string ranking;
  std::string variable;
  ValueState state = ValueState::kVerified;
  std::string file_name;    // for the values' source; may be empty
  std::string file_digest;  // hex SHA-256, the values' evidence; may be empty
  bool validate_only = false;
  std::string entered_by;
  std::string works_at;  // the importer's own institution, which he enters nothing verified for
  absl::Time now;
  OnProgress progress;  // may be empty
  OnProblem problem;    // may be empty
};

struct RatingsResult {
  int64_t revision = 0;
  int units = 0;  // that got a value
  int64_t respondents = 0;
  int64_t ratings = 0;
  int below_base = 0;   // units with fewer ratings than min_base, which got none
  int64_t cleared = 0;  // units that lost the value of an earlier panel
};

// The file is the whole panel: units that have a value of the variable and get none here lose it.
// Inside the storing transaction `before` runs first and may answer true: this import was stored
// already by an overlapping repeat, and nothing is stored. `stored` runs last. Errors: NOT_FOUND;
// INVALID_ARGUMENT when the methodology asks no ratings for the variable, and IMPORT_REJECTED after
// `problem` was called for each of the first 100 faults; FAILED_PRECONDITION VALUE_STATE for values
// under dispute.
absl::StatusOr<RatingsResult> ImportRatings(
    sql::Database& database, const Context& context, SpooledFile& file, UnitDirectory& directory,
    const RatingsRequest& request, absl::FunctionRef<absl::StatusOr<bool>(sql::Tx&)> before,
    absl::FunctionRef<absl::Status(sql::Tx&, const RatingsResult&)> stored);

}  // namespace tarazy::rankings
