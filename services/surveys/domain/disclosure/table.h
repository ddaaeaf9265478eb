// Tables of counts and masks over them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tarazy::surveys {

// Counts of ballots, row by row. Columns exclude each other and are exhaustive: the counts of a row
// add up to the row's total.
struct CountTable {
  int rows = 0;
  int columns = 0;
  std::vector<int64_t> counts;  // rows * columns, never negative

  CountTable() = default;
  CountTable(int rows, int columns)
      : rows(rows), columns(columns), counts(static_cast<size_t>(rows) * columns, 0) {}
  int64_t& At(int row, int column) { return counts[static_cast<size_t>(row) * columns + column]; }
  int64_t At(int row, int column) const {
    return counts[static_cast<size_t>(row) * columns + column];
  }
  int64_t Total(int row) const;

  bool operator==(const CountTable&) const = default;
};

// Which cells of a table are not told.
struct Mask {
  int rows = 0;
  int columns = 0;
  std::vector<bool> suppressed;  // rows * columns

  Mask() = default;
  Mask(int rows, int columns)
      : rows(rows), columns(columns), suppressed(static_cast<size_t>(rows) * columns, false) {}
  bool At(int row, int column) const {
    return suppressed[static_cast<size_t>(row) * columns + column];
  }
  void Suppress(int row, int column) {
    suppressed[static_cast<size_t>(row) * columns + column] = true;
  }
  // Every cell of the row.
  bool WholeRow(int row) const;
  bool AnyInRow(int row) const;
  int64_t Count() const;  // suppressed cells

  bool operator==(const Mask&) const = default;
};

}  // namespace tarazy::surveys
