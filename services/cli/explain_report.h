// An explanation for a person to read: one indented block per indicator and a total.
#pragma once

#include <ostream>

#include "services/cli/output.h"
#include "tarazy/rankings/v1/rankings_service.pb.h"

namespace tarazy::cli {

void PrintExplanation(const rankings::v1::ExplainUnitResponse& response, const Style& style,
                      std::ostream& out);

}  // namespace tarazy::cli
