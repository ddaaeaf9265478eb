// totals_against_cells: a total is the sum of what stands above it, in tables and in matrices.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/figures.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/mark_counts.h"
#include "services/accreditation/domain/report_lint/rules/table_blocks.h"

namespace tarazy::accreditation::report_lint {
namespace {

// The sum of a column's cells; nothing when none has a figure or one cannot be read.
std::optional<Quantity> SumOf(const v1::PrintedColumn& column, int index,
                              const std::vector<const v1::PrintedRow*>& rows) {
  Quantity sum;
  int read = 0;
  for (const v1::PrintedRow* row : rows) {
    const absl::string_view cell = CellAt(*row, index);
    if (IsBlank(cell)) continue;
    const auto number = ReadCell(column, cell);
    if (!number) return std::nullopt;
    const Quantity part = CellQuantity(column, *number);
    sum.value += part.value;
    sum.slack += part.slack;
    ++read;
  }
  if (read == 0) return std::nullopt;
  return sum;
}

void CheckTable(const v1::PrintedTable& table, Findings& findings) {
  for (const TableBlock& block : BlocksOf(table)) {
    if (block.result->kind() != v1::ROW_KIND_TOTAL) continue;
    for (int i = 0; i < table.columns_size(); ++i) {
      const v1::PrintedColumn& column = table.columns(i);
      const absl::string_view cell = CellAt(*block.result, i);
      const auto total = ReadCell(column, cell);
      if (!total) continue;
      // Shares add up only where they are shares of the total; others are recomputed or left.
      const bool whole = column.measure() == v1::MEASURE_PERCENT && column.numerator().empty() &&
                         total->value == 100;
      if (column.measure() != v1::MEASURE_COUNT && !whole) continue;
      const std::optional<Quantity> sum = SumOf(column, i, block.rows);
      if (!sum) continue;
      findings.Compared();
      if (Fits(*total, *sum)) continue;
      const v1::Place* place = block.result->has_place() ? &block.result->place() : PlaceOf(table);
      findings.Add(absl::StrCat(table.id(), "/", block.result->id(), "/", column.id()),
                   absl::StrCat("the total of ", table.id(), ", column ", column.id(), ", is ",
                                cell, ", but its cells add up to ", ShowShort(sum->value)),
                   {place, std::string(cell)}, {nullptr, ShowShort(sum->value)});
    }
  }
}

void CheckCount(const v1::PrintedMatrix& matrix, const v1::PrintedCount& printed,
                const MarkCounts& cells, Findings& findings) {
  findings.Compared();
  const MarkCounts total = CountsOf(printed);
  if (total == cells) return;
  const std::string what =
      printed.standard().empty() ? "all standards" : absl::StrCat("standard ", printed.standard());
  findings.Add(
      absl::StrCat(matrix.id(), "/", printed.standard().empty() ? "all" : printed.standard()),
      absl::StrCat("the total of ", what, " in ", matrix.id(), " is ", ShowCounts(total),
                   ", but its cells are ", ShowCounts(cells)),
      {printed.has_place() ? &printed.place() : PlaceOf(matrix), ShowCounts(total)},
      {nullptr, ShowCounts(cells)});
}

void CheckMatrix(const Subject& subject, const v1::PrintedMatrix& matrix, Findings& findings) {
  std::map<absl::string_view, MarkCounts> cells;
  MarkCounts all;
  for (const v1::PrintedMark& mark : matrix.marks()) {
    ++all[mark.mark()];
    const v1::Standard* standard = Find(subject.standard_of, mark.criterion());
    if (standard != nullptr) ++cells[standard->code()][mark.mark()];
  }
  for (const v1::PrintedCount& printed : matrix.totals()) {
    const auto counted = cells.find(printed.standard());
    if (counted != cells.end()) CheckCount(matrix, printed, counted->second, findings);
  }
  if (matrix.has_total() && !all.empty()) CheckCount(matrix, matrix.total(), all, findings);
}

}  // namespace

void TotalsAgainstCells(const Subject& subject, Findings& findings) {
  for (const v1::PrintedTable& table : subject.report.tables()) CheckTable(table, findings);
  for (const v1::PrintedMatrix& matrix : subject.report.matrices()) {
    CheckMatrix(subject, matrix, findings);
  }
}

}  // namespace tarazy::accreditation::report_lint
