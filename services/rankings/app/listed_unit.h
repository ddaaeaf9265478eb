// A unit that an edition's table lists.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {

// Errors: NOT_FOUND, and FAILED_PRECONDITION UNIT_EXCLUDED, with the reason, for a unit that the
// inclusion rules left out.
absl::StatusOr<EditionUnit> LoadListed(sql::Tx& tx, const Edition& edition, const std::string& id);

}  // namespace tarazy::rankings
