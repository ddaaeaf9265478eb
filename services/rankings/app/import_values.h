// A CSV file becomes new versions of a ranking's values: all or nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/app/import_scan.h"
#include "services/rankings/app/spooled_file.h"
#include "services/rankings/app/unit_directory.h"

namespace tarazy::rankings {

struct ImportRequest {
  std::string ranking;
  ValueState state = ValueState::kVerified;
  bool register_units = false;
  std::vector<std::string> ignored_columns;
  std::string file_name;  // values that state no source get "NAME, row 12"; empty: none
  bool validate_only = false;
  std::string origin = std::string(kAgencyOrigin);  // whose statement the values are
  // Only units of this institution, as the agency describes them; empty: any unit.
  std::string own_institution;
  std::string entered_by;
  std::string works_at;  // the importer's own institution, which he enters nothing verified for
  absl::Time now;
  OnProgress progress;  // may be empty; called while checking and while storing
  OnProblem problem;    // may be empty
};

struct ImportResult {
  int64_t revision = 0;
  int units = 0;
  int registered = 0;
  int64_t cells = 0;
  int64_t cleared = 0;
};

// Inside the storing transaction `before` runs first and may answer true: this import was stored
// already by an overlapping repeat, and nothing is stored. `stored` runs last. Errors: NOT_FOUND,
// INVALID_ARGUMENT IMPORT_REJECTED after `problem` was called for each of the first 100 bad rows,
// INVALID_ARGUMENT for an origin that the methodology does not declare, FAILED_PRECONDITION
// VALUE_STATE for cells under dispute.
absl::StatusOr<ImportResult> ImportValues(
    sql::Database& database, const Context& context, SpooledFile& file, UnitDirectory& directory,
    const ImportRequest& request, absl::FunctionRef<absl::StatusOr<bool>(sql::Tx&)> before,
    absl::FunctionRef<absl::Status(sql::Tx&, const ImportResult&)> stored);

}  // namespace tarazy::rankings
