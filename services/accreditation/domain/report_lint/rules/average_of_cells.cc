// average_of_cells: an average is the mean of the figures above it, by one of the usual rules.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/figures.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/table_blocks.h"

namespace tarazy::accreditation::report_lint {
namespace {

using Rows = std::vector<const v1::PrintedRow*>;

// Figures added up, and how many there were, blanks apart.
struct Gathered {
  Quantity sum;
  int figures = 0;
  int blanks = 0;
};

// False when a cell cannot be read.
bool Gather(const v1::PrintedColumn& column, int index, const Rows& rows, Gathered& into) {
  for (const v1::PrintedRow* row : rows) {
    const absl::string_view cell = CellAt(*row, index);
    if (IsBlank(cell)) {
      ++into.blanks;
      continue;
    }
    const auto number = ReadCell(column, cell);
    if (!number) return false;
    const Quantity part = CellQuantity(column, *number);
    into.sum.value += part.value;
    into.sum.slack += part.slack;
    ++into.figures;
  }
  return true;
}

bool IsMean(const PrintedNumber& printed, const Gathered& gathered, int n) {
  return n > 0 && Fits(printed, {gathered.sum.value / n, gathered.sum.slack / n});
}

// All numerators over all denominators.
bool IsPooled(const v1::PrintedTable& table, const v1::PrintedColumn& column, const Rows& rows,
              const PrintedNumber& printed) {
  const int numerator = ColumnIndex(table, column.numerator());
  const int denominator = ColumnIndex(table, column.denominator());
  if (numerator < 0 || denominator < 0) return false;
  Gathered top, bottom;
  if (!Gather(table.columns(numerator), numerator, rows, top)) return false;
  if (!Gather(table.columns(denominator), denominator, rows, bottom)) return false;
  return bottom.sum.value > 0 && Fits(printed, {100 * top.sum.value / bottom.sum.value, 0});
}

bool IsFigure(const v1::PrintedColumn& column) {
  return column.measure() != v1::MEASURE_UNSPECIFIED;
}

// A row that prints one average only may mean the figures of all columns of that measure.
bool IsOverall(const v1::PrintedTable& table, const v1::PrintedRow& average, int index,
               const Rows& rows, const PrintedNumber& printed) {
  Gathered all;
  for (int i = 0; i < table.columns_size(); ++i) {
    const v1::PrintedColumn& column = table.columns(i);
    if (i != index && IsFigure(column) && !IsBlank(CellAt(average, i))) return false;
    if (column.measure() != table.columns(index).measure()) continue;
    if (!Gather(column, i, rows, all)) return false;
  }
  return IsMean(printed, all, all.figures);
}

}  // namespace

void AverageOfCells(const Subject& subject, Findings& findings) {
  for (const v1::PrintedTable& table : subject.report.tables()) {
    for (const TableBlock& block : BlocksOf(table)) {
      if (block.result->kind() != v1::ROW_KIND_AVERAGE || block.rows.empty()) continue;
      const v1::PrintedRow& average = *block.result;
      for (int i = 0; i < table.columns_size(); ++i) {
        const v1::PrintedColumn& column = table.columns(i);
        if (!IsFigure(column)) continue;
        const auto printed = ReadCell(column, CellAt(average, i));
        Gathered cells;
        if (!printed || !Gather(column, i, block.rows, cells) || cells.figures == 0) continue;
        findings.Compared();
        if (IsMean(*printed, cells, cells.figures) ||
            IsMean(*printed, cells, cells.figures + cells.blanks) ||
            IsPooled(table, column, block.rows, *printed) ||
            IsOverall(table, average, i, block.rows, *printed)) {
          continue;
        }
        const std::string mean = ShowShort(cells.sum.value / cells.figures);
        findings.Add(absl::StrCat(table.id(), "/", average.id(), "/", column.id()),
                     absl::StrCat("the average of ", table.id(), ", column ", column.id(), ", is ",
                                  CellAt(average, i), ", but no mean of its cells is; of the ",
                                  cells.figures, " figures it is ", mean),
                     {average.has_place() ? &average.place() : PlaceOf(table),
                      std::string(CellAt(average, i))},
                     {nullptr, mean});
      }
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
