// A case file becomes a case, whole or not at all.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/app/registered_units.h"
#include "services/accreditation/app/viewer.h"
#include "services/accreditation/store/case_store.h"

namespace tarazy::accreditation {

inline constexpr size_t kMaxCaseBytes = 4 << 20;

// Reads a file; judges only what the file says by itself. Errors: INVALID_ARGUMENT CASE_INVALID
// with every fault.
absl::StatusOr<v1::Case> ReadCase(absl::string_view source);

// The names that a case wants registered: its institution, its programmes, partners given by name.
std::vector<std::string> UnitsOf(const v1::Case& record);

// Every reason why this case cannot be: against its framework, the registry and itself.
// Errors: INVALID_ARGUMENT CASE_INVALID, NOT_FOUND (the framework).
absl::Status CheckWhole(sql::Tx& tx, const v1::Case& record, const RegisteredUnits& units);

// Stores it; a case that is there is replaced when `etag` is its own.
// Errors: those of CheckWhole, ALREADY_EXISTS, ABORTED STALE_ETAG, FAILED_PRECONDITION CASE_STATE
// (decided).
absl::StatusOr<v1::Case> ImportCase(sql::Tx& tx, v1::Case record, absl::string_view etag,
                                    const RegisteredUnits& units, const Viewer& by, absl::Time now);

}  // namespace tarazy::accreditation
