#include "services/surveys/domain/disclosure/cell_network.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "services/surveys/domain/disclosure/cell_paths.h"

namespace tarazy::surveys {
namespace {

// The cells that have to be protected, the hardest first: what protects them protects others too.
std::vector<int> HardestFirst(const CellNetwork& network) {
  std::vector<int> cells;
  for (int i = 0; i < static_cast<int>(network.cells.size()); ++i) {
    if (network.cells[i].sensitive) cells.push_back(i);
  }
  std::stable_sort(cells.begin(), cells.end(), [&network](int a, int b) {
    return network.cells[a].value < network.cells[b].value;
  });
  return cells;
}

// Rows to give up for a cell of `row`, the nearest first: itself, what it is part of, its siblings,
// the rest, small ones before large ones.
std::vector<int> RowsFrom(const CellNetwork& network, int row) {
  std::vector<int> closeness(network.rows.size(), 0);
  if (row != CellNetwork::kNeverTold) {
    const int family = network.rows[row].parent;
    for (size_t other = 0; other < network.rows.size(); ++other) {
      if (network.rows[other].parent == family) closeness[other] = 1;
    }
    int nearness = static_cast<int>(network.rows.size()) + 2;
    for (int at = row; at >= 0; at = network.rows[at].parent) closeness[at] = nearness--;
  }
  std::vector<int> order(network.rows.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&network, &closeness](int a, int b) {
    if (closeness[a] != closeness[b]) return closeness[a] > closeness[b];
    return network.rows[a].total < network.rows[b].total;
  });
  return order;
}

bool RaiseOrGiveUpRows(const CellNetwork& network, CellPaths& paths, int cell, int64_t need) {
  if (paths.Raise(cell, need)) return true;
  for (const int row : RowsFrom(network, network.cells[cell].row)) {
    if (paths.WholeRowHidden(row) || !paths.MayGiveUp(row)) continue;
    paths.HideRow(row);
    if (paths.Raise(cell, need)) return true;
  }
  return false;
}

// Tells again what turns out not to be needed when the cells are looked at in the other order.
void TellSpare(CellNetwork& network, const std::vector<bool>& hidden_at_first,
               const std::vector<int>& sensitive, int64_t threshold) {
  CellNetwork thrifty = network;
  std::vector<int> spare;
  std::vector<int> told(network.rows.size(), 0);
  for (const CellNetwork::Cell& cell : network.cells) {
    if (cell.row != CellNetwork::kNeverTold && !cell.hidden) ++told[cell.row];
  }
  for (size_t i = 0; i < network.cells.size(); ++i) {
    const CellNetwork::Cell& cell = network.cells[i];
    // A row that is hidden whole stays so: its zeros must not be told.
    if (!cell.hidden || hidden_at_first[i] || told[cell.row] == 0) continue;
    thrifty.cells[i].hidden = false;
    spare.push_back(static_cast<int>(i));
  }
  CellPaths paths(thrifty);
  for (const int cell : spare) paths.Offer(cell, true);
  for (auto cell = sensitive.rbegin(); cell != sensitive.rend(); ++cell) {
    if (!paths.Raise(*cell, threshold - thrifty.cells[*cell].value)) return;
  }
  network = std::move(thrifty);
}

}  // namespace

void HideSensitive(CellNetwork& network) {
  for (CellNetwork::Cell& cell : network.cells) cell.hidden = cell.hidden || cell.sensitive;
}

bool HideMore(CellNetwork& network, int64_t threshold) {
  std::vector<bool> hidden_at_first;
  for (const CellNetwork::Cell& cell : network.cells) hidden_at_first.push_back(cell.hidden);
  const std::vector<int> sensitive = HardestFirst(network);
  CellPaths paths(network);
  // Zeros are told: that nobody said something is no small group.
  for (size_t i = 0; i < network.cells.size(); ++i)
    paths.Offer(static_cast<int>(i), network.cells[i].value > 0);
  for (const int cell : sensitive) {
    if (!RaiseOrGiveUpRows(network, paths, cell, threshold - network.cells[cell].value))
      return false;
  }
  TellSpare(network, hidden_at_first, sensitive, threshold);
  return true;
}

}  // namespace tarazy::surveys
