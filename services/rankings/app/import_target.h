// What a file is checked against before it is imported into a ranking.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

struct ImportTarget {
  Methodology methodology;
  std::map<std::string, std::string> groups;  // by unit id, as this ranking has them so far
  std::set<std::string> without_institution;  // units of it whose institution is not known
};

// PERMISSION_DENIED CONFLICT_OF_INTEREST when one of the units is of the institution where the
// importer works (empty: nowhere): nobody enters as verified what is judged for him.
absl::Status CheckNoOwnUnit(absl::string_view works_at, const std::vector<RankedUnit>& units);

// NOT_FOUND when there is no such ranking.
absl::StatusOr<ImportTarget> LoadImportTarget(sql::Database& database, const Context& context,
                                              absl::string_view ranking);

}  // namespace tarazy::rankings
