// Who comes after whom.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/registry/domain/institution.h"

namespace tarazy::registry {

// The way on which the institution's relations, as they shall be, lead back to itself: its name,
// the names between, its name again. Empty when they do not.
absl::StatusOr<std::vector<std::string>> FindCycle(sql::Tx& tx, const Institution& institution);

struct SuccessionStep {
  std::string from;
  Relation relation;
};

struct Succession {
  std::vector<std::string> successors;  // ids, in bytewise order
  std::vector<SuccessionStep> steps;    // in order of time
};

// Who stands in the institution's place on a day: itself when it has not ended by then.
absl::StatusOr<Succession> SuccessionOn(sql::Tx& tx, const std::string& id, Date day);

}  // namespace tarazy::registry
