// What of an edition who may see.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {

struct Viewer {
  bool staff = false;       // the agency's people and the other services
  std::string institution;  // the one that it represents; empty for none
};

// The edition's record. Drafts are the agency's alone, preliminary editions also the institutions';
// what is published shows after its embargo, unless it was withdrawn before. Errors: NOT_FOUND for
// what does not exist for this viewer, FAILED_PRECONDITION EMBARGOED.
absl::Status CheckVisible(const Edition& edition, const Viewer& viewer, absl::Time now);

// Also its table: FAILED_PRECONDITION EDITION_STATE for an institution while it is preliminary.
absl::Status CheckTableVisible(const Edition& edition, const Viewer& viewer, absl::Time now);

// Also this unit's result: of a preliminary edition an institution sees its own.
absl::Status CheckUnitVisible(sql::Tx& tx, const Edition& edition, absl::string_view unit,
                              const Viewer& viewer, absl::Time now);

}  // namespace tarazy::rankings
