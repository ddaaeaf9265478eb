// A methodology file becomes an immutable version, or is refused with every fault named.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/rankings/store/methodology_store.h"

namespace tarazy::rankings {

// Errors: INVALID_ARGUMENT METHODOLOGY_INVALID (a field violation per unacknowledged error, under
// the indicator's code), UNSUPPORTED_FEATURE for a block that is not built yet.
absl::StatusOr<MethodologyVersion> StoreMethodology(sql::Tx& tx, absl::string_view source,
                                                    absl::Time now);

}  // namespace tarazy::rankings
