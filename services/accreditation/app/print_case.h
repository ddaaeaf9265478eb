// A case's report to print: one HTML page whose totals and tables are computed from the record.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// `language`: "en", "ru" or "kk", empty for the framework's; texts that lack it stand in another.
// What the record does not hold (a redacted one) is left out. Errors: INVALID_ARGUMENT (another
// language).
absl::StatusOr<std::string> PrintCase(const v1::Case& record, const v1::Framework& framework,
                                      absl::string_view language, absl::CivilDay today);

}  // namespace tarazy::accreditation
