// mixed_scope: rows that one total adds count one whole.
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/table_blocks.h"

namespace tarazy::accreditation::report_lint {
namespace {

std::string Scope(const v1::PrintedRow& row) {
  return row.scope().empty() ? std::string("what the table is about") : row.scope();
}

const v1::Place* PlaceIn(const v1::PrintedTable& table, const v1::PrintedRow& row) {
  return row.has_place() ? &row.place() : PlaceOf(table);
}

}  // namespace

void MixedScope(const Subject& subject, Findings& findings) {
  for (const v1::PrintedTable& table : subject.report.tables()) {
    for (const TableBlock& block : BlocksOf(table)) {
      if (block.result->kind() != v1::ROW_KIND_TOTAL || block.rows.size() < 2) continue;
      findings.Compared(static_cast<int>(block.rows.size()) - 1);
      for (const v1::PrintedRow* row : block.rows) {
        const v1::PrintedRow& first = *block.rows[0];
        if (row->scope() == first.scope()) continue;
        findings.Add(absl::StrCat(table.id(), "/", block.result->id()),
                     absl::StrCat("one total of ", table.id(), " adds rows that count ",
                                  Scope(first), " to rows that count ", Scope(*row)),
                     {PlaceIn(table, first), Scope(first)}, {PlaceIn(table, *row), Scope(*row)});
        break;
      }
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
