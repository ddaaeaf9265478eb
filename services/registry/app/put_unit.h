// Changing and registering units.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/registry/domain/unit.h"

namespace tarazy::registry {

struct PutUnit {
  Unit unit;  // the new contents
  std::vector<std::string>
      paths;         // which of them count: "title.en", "title.ru", "title.kk", "group"
  std::string etag;  // empty: whatever version is there
  bool allow_missing = false;
};

// "v3" for version 3.
std::string EtagOf(const Unit& unit);

// The unit as it is afterwards. Errors: INVALID_ARGUMENT, NOT_FOUND (the unit; a programme's
// institution), ABORTED (stale etag). A change that changes nothing keeps the version.
absl::StatusOr<Unit> Put(sql::Tx& tx, const PutUnit& put, absl::Time now);

// Registers those that are not there; gives how many were new.
absl::StatusOr<int> RegisterMissing(sql::Tx& tx, const std::vector<Unit>& units, absl::Time now);

}  // namespace tarazy::registry
