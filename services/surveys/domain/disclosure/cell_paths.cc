#include "services/surveys/domain/disclosure/cell_paths.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

#include "services/surveys/domain/disclosure/price.h"

namespace tarazy::surveys {
namespace {

// For every cell on the way, so that of ways that lose as much the shortest is taken.
constexpr int64_t kStep = 1;

}  // namespace

CellPaths::CellPaths(CellNetwork& network)
    : network_(network),
      steps_(network.nodes),
      told_(network.rows.size(), 0),
      offered_(network.cells.size(), false),
      change_(network.cells.size(), 0),
      distance_(network.nodes, 0),
      seen_(network.nodes, 0),
      came_by_(network.nodes) {
  for (int i = 0; i < static_cast<int>(network.cells.size()); ++i) {
    const CellNetwork::Cell& cell = network.cells[i];
    steps_[cell.from].push_back({.cell = i, .forward = true});
    steps_[cell.to].push_back({.cell = i, .forward = false});
    if (cell.row != CellNetwork::kNeverTold && !cell.hidden) ++told_[cell.row];
  }
}

void CellPaths::Hide(int cell) {
  CellNetwork::Cell& it = network_.cells[cell];
  if (it.hidden) return;
  it.hidden = true;
  if (it.row != CellNetwork::kNeverTold) --told_[it.row];
}

void CellPaths::Tell(int cell) {
  CellNetwork::Cell& it = network_.cells[cell];
  it.hidden = false;
  if (it.row != CellNetwork::kNeverTold) ++told_[it.row];
}

void CellPaths::HideRow(int row) {
  for (int i = 0; i < static_cast<int>(network_.cells.size()); ++i) {
    if (network_.cells[i].row == row) Hide(i);
  }
}

int64_t CellPaths::Slack(int cell) const {
  const CellNetwork::Cell& it = network_.cells[cell];
  const bool may_be_zero = it.row == CellNetwork::kNeverTold ||
                           (told_[it.row] == 0 && !network_.rows[it.row].told_beside);
  return it.value + change_[cell] - (may_be_zero ? 0 : 1);
}

bool CellPaths::FindPath(int cell, int64_t amount) {
  const int source = network_.cells[cell].to;
  const int target = network_.cells[cell].from;
  ++search_;
  using Entry = std::pair<int64_t, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  distance_[source] = 0;
  seen_[source] = search_;
  queue.emplace(0, source);
  while (!queue.empty()) {
    const auto [distance, node] = queue.top();
    queue.pop();
    if (node == target) return true;
    if (distance > distance_[node]) continue;
    for (const Step& step : steps_[node]) {
      if (step.cell == cell || !Usable(step.cell)) continue;
      if (!step.forward && Slack(step.cell) < amount) continue;
      const CellNetwork::Cell& it = network_.cells[step.cell];
      const int next = step.forward ? it.to : it.from;
      const int64_t further = distance + kStep + (it.hidden ? 0 : PriceOf(it.value));
      if (seen_[next] == search_ && distance_[next] <= further) continue;
      seen_[next] = search_;
      distance_[next] = further;
      came_by_[next] = step;
      queue.emplace(further, next);
    }
  }
  return false;
}

void CellPaths::Carry(int cell, int64_t amount) {
  const int source = network_.cells[cell].to;
  int node = network_.cells[cell].from;
  while (node != source) {
    const Step step = came_by_[node];
    const CellNetwork::Cell& it = network_.cells[step.cell];
    node = step.forward ? it.from : it.to;
    change_[step.cell] += step.forward ? amount : -amount;
    changed_.push_back(step.cell);
    if (!it.hidden) {
      Hide(step.cell);
      newly_hidden_.push_back(step.cell);
    }
  }
}

bool CellPaths::Raise(int cell, int64_t need) {
  changed_.clear();
  newly_hidden_.clear();
  int64_t amount = need;
  // Each way carries as much as `amount`; when none can, smaller ones are looked for.
  while (need > 0 && amount > 0) {
    amount = std::min(amount, need);
    if (FindPath(cell, amount)) {
      Carry(cell, amount);
      need -= amount;
    } else {
      amount /= 2;
    }
  }
  for (const int other : changed_) change_[other] = 0;
  if (need == 0) return true;
  for (const int hidden : newly_hidden_) Tell(hidden);
  return false;
}

}  // namespace tarazy::surveys
