#include <vector>

#include "services/surveys/domain/disclosure/category_groups.h"
#include "services/surveys/domain/disclosure/cell_network.h"
#include "services/surveys/domain/disclosure/protect.h"

namespace tarazy::surveys {
namespace {

// Margins are told and fixed, so that cells are arcs between a column and a row.
CellNetwork MakeCrossNetwork(const CountTable& table, int64_t threshold) {
  CellNetwork network;
  network.nodes = table.rows + table.columns;
  for (int row = 0; row < table.rows; ++row) {
    network.rows.push_back({.parent = -1, .total = table.Total(row)});
    for (int column = 0; column < table.columns; ++column) {
      const bool rest = row == table.rows - 1 || column == table.columns - 1;
      const int64_t count = table.At(row, column);
      network.cells.push_back({
          .from = table.rows + column,
          .to = row,
          .value = count,
          .row = rest ? CellNetwork::kNeverTold : row,
          .sensitive = count > 0 && count < threshold,
          .hidden = rest,
      });
    }
  }
  return network;
}

}  // namespace

Mask ProtectCross(const CountTable& table, const std::vector<bool>& row_margin_suppressed,
                  const std::vector<bool>& column_margin_suppressed, Protection protection) {
  const CategoryGroups rows(row_margin_suppressed);
  const CategoryGroups columns(column_margin_suppressed);
  const CountTable grouped = Grouped(table, rows, columns);
  CellNetwork network = MakeCrossNetwork(grouped, protection.threshold);
  HideSensitive(network);
  const bool safe = !protection.complementary || HideMore(network, protection.threshold);
  Mask mask(table.rows, table.columns);
  for (int row = 0; row < table.rows; ++row) {
    for (int column = 0; column < table.columns; ++column) {
      const int cell = rows.group[row] * grouped.columns + columns.group[column];
      if (!safe || network.cells[cell].hidden) mask.Suppress(row, column);
    }
  }
  return mask;
}

}  // namespace tarazy::surveys
