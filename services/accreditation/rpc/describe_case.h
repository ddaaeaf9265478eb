// A case as its viewer is answered.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/accreditation/app/change_case.h"
#include "services/accreditation/app/viewer.h"
#include "tarazy/accreditation/v1/cases_service.pb.h"

namespace tarazy::accreditation {

// Without commission, visit, marks, findings and the other parts: what a list shows.
v1::Case WithoutParts(const v1::Case& record);

// How many of each it has.
v1::CaseCounts CountsOf(const v1::Case& record);

// A case as this viewer may see it, with its framework. Errors: INVALID_ARGUMENT, NOT_FOUND.
absl::StatusOr<OpenCase> LoadVisible(sql::Tx& tx, absl::string_view field, absl::string_view name,
                                     const Viewer& viewer);

}  // namespace tarazy::accreditation
