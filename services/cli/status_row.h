// What the register says about a line on a day, as columns and a row.
#pragma once

#include <vector>

#include "services/cli/table.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::cli {

std::vector<Column> StatusColumns();
std::vector<Value> StatusRow(const accreditation::v1::StatusView& status);

}  // namespace tarazy::cli
