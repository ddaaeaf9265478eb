// Institutions object to preliminary results; the agency answers.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/rankings/app/change_edition.h"
#include "services/rankings/app/person.h"
#include "services/rankings/store/objection_store.h"

namespace tarazy::rankings {

struct NewObjection {
  EditionId edition;
  std::string unit;
  std::string reason;
  std::string evidence;
  std::string own_institution;  // only for units of it; empty: for any (the administrator)
  Person by;
  absl::Time now;
};

// Errors: NOT_FOUND (edition, or a unit that is not in it or not one's own), FAILED_PRECONDITION
// OBJECTION_WINDOW, INVALID_ARGUMENT.
absl::StatusOr<Objection> Object(sql::Tx& tx, const NewObjection& request);

struct ResolveObjection {
  EditionId edition;
  int ordinal = 0;
  ObjectionState state = ObjectionState::kOpen;  // upheld or dismissed
  std::string reason;
  Person by;
  absl::Time now;
};

// Errors: NOT_FOUND, FAILED_PRECONDITION OBJECTION_WINDOW (ended already), PERMISSION_DENIED
// CONFLICT_OF_INTEREST, INVALID_ARGUMENT.
absl::StatusOr<Objection> Resolve(sql::Tx& tx, const ResolveObjection& request);

}  // namespace tarazy::rankings
