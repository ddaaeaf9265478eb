#include "services/accreditation/domain/report_lint/rules/table_blocks.h"

namespace tarazy::accreditation::report_lint {

std::vector<TableBlock> BlocksOf(const v1::PrintedTable& table) {
  std::vector<TableBlock> blocks;
  std::vector<const v1::PrintedRow*> data, totals;
  std::vector<const v1::PrintedRow*> last_data;
  for (const v1::PrintedRow& row : table.rows()) {
    switch (row.kind()) {
      case v1::ROW_KIND_TOTAL:
        blocks.push_back({&row, data.empty() ? totals : data});
        if (!data.empty()) last_data = std::move(data);
        data.clear();
        totals.push_back(&row);
        break;
      case v1::ROW_KIND_AVERAGE:
        // An average below the total is of the same rows.
        blocks.push_back({&row, data.empty() ? last_data : data});
        break;
      default:
        data.push_back(&row);
    }
  }
  return blocks;
}

}  // namespace tarazy::accreditation::report_lint
