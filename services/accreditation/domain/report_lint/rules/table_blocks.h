// A table's rows between its totals.
#pragma once

#include <vector>

#include "tarazy/accreditation/v1/report.pb.h"

namespace tarazy::accreditation::report_lint {

// A total or average row and the rows that it is of.
struct TableBlock {
  const v1::PrintedRow* result = nullptr;
  std::vector<const v1::PrintedRow*> rows;
};

// For each total row the data rows above it, back to the total before; right below a total, the
// totals so far: it is the grand total. For each average row the data rows since the last total.
std::vector<TableBlock> BlocksOf(const v1::PrintedTable& table);

}  // namespace tarazy::accreditation::report_lint
