// The caller of an RPC as the rules of accreditation see him.
#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "common/auth/principal.h"
#include "common/rpc/call.h"
#include "services/accreditation/app/agency_day.h"
#include "services/accreditation/app/change_case.h"
#include "services/accreditation/app/viewer.h"

namespace tarazy::accreditation {

Viewer ViewerOf(const auth::Principal& principal);
Viewer ViewerOf(const rpc::Call& call);

absl::CivilDay Today(const rpc::Call& call);

// The day in a request's field, or today when it is empty. Errors: INVALID_ARGUMENT.
absl::StatusOr<absl::CivilDay> ParseDayOrToday(absl::string_view field, absl::string_view text,
                                               const rpc::Call& call);

// A change of the case that `name` ("cases/*") names. Errors: INVALID_ARGUMENT.
absl::StatusOr<Change> ChangeOf(const rpc::Call& call, absl::string_view field,
                                absl::string_view name, absl::string_view etag = "");

}  // namespace tarazy::accreditation
