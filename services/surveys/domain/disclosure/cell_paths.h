// Ways to change one count of a table so that nothing told about it changes.
#pragma once

#include <cstdint>
#include <vector>

#include "services/surveys/domain/disclosure/cell_network.h"

namespace tarazy::surveys {

// Finds circulations through cells that are hidden, or that might be. Keeps its memory between
// searches. The network outlives it, and only flags change.
class CellPaths {
 public:
  explicit CellPaths(CellNetwork& network);

  // A cell that is told may become hidden at this price.
  void Offer(int cell, bool offered) { offered_[cell] = offered; }

  // Whether `cell` could be larger by `need` in a table that agrees with everything told. Hides
  // offered cells where needed, the cheapest first; none when the answer is false.
  bool Raise(int cell, int64_t need);

  // Hides the row's cells, zeros among them.
  void HideRow(int row);
  bool WholeRowHidden(int row) const { return told_[row] == 0; }
  // Its zeros may be hidden with the rest.
  bool MayGiveUp(int row) const { return !network_.rows[row].told_beside; }

 private:
  struct Step {
    int cell;
    bool forward;  // the cell grows
  };

  void Hide(int cell);
  void Tell(int cell);
  bool Usable(int cell) const { return network_.cells[cell].hidden || offered_[cell]; }
  // How much the cell can still shrink.
  int64_t Slack(int cell) const;
  // The cheapest way from the cell's head to its tail of arcs that can carry `amount`; false: none.
  bool FindPath(int cell, int64_t amount);
  void Carry(int cell, int64_t amount);

  CellNetwork& network_;
  std::vector<std::vector<Step>> steps_;  // by node
  std::vector<int> told_;                 // cells told, by row
  std::vector<bool> offered_;
  std::vector<int64_t> change_;  // of the search under way, by cell
  std::vector<int> changed_;
  std::vector<int> newly_hidden_;
  // Of Dijkstra's search: valid where `seen_` is the number of the search.
  std::vector<int64_t> distance_;
  std::vector<int64_t> seen_;
  std::vector<Step> came_by_;
  int64_t search_ = 0;
};

}  // namespace tarazy::surveys
