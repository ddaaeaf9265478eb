// The workbook that an institution fills in for a ranking, with what it has stated so far.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/app/unit_directory.h"

namespace tarazy::rankings {

// The bytes of an XLSX workbook. NOT_FOUND (ranking, institution), FAILED_PRECONDITION NO_DATA for
// an institution without programmes in a ranking of programmes.
absl::StatusOr<std::string> MakeTemplate(sql::Database& database, const Context& context,
                                         UnitDirectory& directory, const std::string& ranking,
                                         const std::string& institution);

}  // namespace tarazy::rankings
