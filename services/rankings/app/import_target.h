// What a file is checked against before it is imported into a ranking.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

struct ImportTarget {
  Methodology methodology;
  std::map<std::string, std::string> groups;  // by unit id, as this ranking has them so far
};

// NOT_FOUND when there is no such ranking.
absl::StatusOr<ImportTarget> LoadImportTarget(sql::Database& database, const Context& context,
                                              absl::string_view ranking);

}  // namespace tarazy::rankings
