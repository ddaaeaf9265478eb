// Pages of units: all, or those that are looked for.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/registry/domain/unit.h"
#include "services/registry/store/search_store.h"

namespace tarazy::registry {

// At most `limit` units after the id `after`, in bytewise order of their ids.
absl::StatusOr<std::vector<Unit>> PageOfUnits(sql::Tx& tx, const Search& search,
                                              absl::string_view after, int limit);

}  // namespace tarazy::registry
