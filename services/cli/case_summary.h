// A case for people: its head, how it came where it is, what the next states need.
#pragma once

#include <ostream>

#include "services/cli/output.h"
#include "tarazy/accreditation/v1/cases_service.pb.h"

namespace tarazy::cli {

void PrintCaseSummary(const accreditation::v1::Case& record,
                      const accreditation::v1::CheckCaseResponse& check, const Style& style,
                      std::ostream& out);

}  // namespace tarazy::cli
