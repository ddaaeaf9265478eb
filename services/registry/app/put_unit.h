// Changing and registering units.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/sql/database.h"
#include "services/registry/domain/institution.h"
#include "services/registry/domain/programme.h"

namespace tarazy::registry {

// A change of an Institution or a Programme.
template <typename Whole>
struct PutWhole {
  Whole whole;                     // the new contents
  std::vector<std::string> paths;  // which of them count, as in the contract: "title.en", "bin" …
  std::string etag;                // empty: whatever version is there
  bool allow_missing = false;
  std::vector<FieldViolation> faults;  // of what could not be read at all
};

using PutInstitution = PutWhole<Institution>;
using PutProgramme = PutWhole<Programme>;

// "v3" for version 3.
std::string EtagOf(const Unit& unit);

// The institution as it is afterwards. Errors: INVALID_ARGUMENT with all faulty fields, NOT_FOUND
// (itself; institutions that it is related to), ALREADY_EXISTS (another has the BIN or holds a
// licence), ABORTED (stale etag). A change that changes nothing keeps the version.
absl::StatusOr<Institution> Put(sql::Tx& tx, const PutInstitution& put, absl::Time now);

// The same for a programme. NOT_FOUND also for its institution and partners, ALREADY_EXISTS when
// another programme of the institution has or had a code. A code that was replaced is kept as an
// old one, replaced on the day of `now` (UTC), unless the change speaks of old codes itself.
absl::StatusOr<Programme> Put(sql::Tx& tx, const PutProgramme& put, absl::Time now);

// Registers those that are not there; gives how many were new. INVALID_ARGUMENT, naming all faulty
// fields; a code or level is one.
absl::StatusOr<int> RegisterMissing(sql::Tx& tx, const std::vector<Unit>& units, absl::Time now);

// Writes the words by which units are found, for at most `limit` of a kind that lack them; gives
// for how many.
absl::StatusOr<int> CatchUpWords(sql::Tx& tx, Kind kind, int limit);

}  // namespace tarazy::registry
