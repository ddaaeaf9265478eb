// A case as columns and a row, without its parts.
#pragma once

#include <vector>

#include "services/cli/command.h"
#include "services/cli/table.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::cli {

std::vector<Column> CaseColumns();
std::vector<Value> CaseRow(const accreditation::v1::Case& record);

// One case on its own.
void PrintCase(Session& session, const accreditation::v1::Case& record);

}  // namespace tarazy::cli
