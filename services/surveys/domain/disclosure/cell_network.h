// A table as a network, and the search for what to suppress in it.
#pragma once

#include <cstdint>
#include <vector>

namespace tarazy::surveys {

// Every relation between a table's counts is a node, every count an arc between the two relations
// in which it stands, on opposite sides. (A table over a tree by exclusive columns is of this kind:
// Castro 2012, "Recent advances in optimization techniques for statistical tabular data
// protection", calls it 1H2D.) Another table that agrees with all relations is then the first one
// plus circulations, and the largest value that a count may have follows from augmenting paths, in
// whole numbers, exactly.
struct CellNetwork {
  struct Cell {
    int from = 0;
    int to = 0;
    int64_t value = 0;
    int row = kNeverTold;    // the row in which it would be told
    bool sensitive = false;  // positive, below the threshold, in a column that is protected
    bool hidden = false;     // not told
  };
  static constexpr int kNeverTold = -1;
  struct Row {
    int parent = -1;  // the row of which it is a part
    int64_t total = 0;
    bool told_beside = false;  // something of the row is told that is no cell of this network
  };

  int nodes = 0;
  std::vector<Cell> cells;
  std::vector<Row> rows;  // parents before children
};

// Hides every sensitive cell and nothing else.
void HideSensitive(CellNetwork& network);

// Hides more until every sensitive cell may be `threshold` at least, as far as the reader can tell,
// who knows that a hidden count is not negative, and not 0 where something of its row is told. Of
// the cells that would do, the ones that lose the least: few, and of small counts. Where single
// cells do not do, whole rows. False when not even hiding everything protects.
bool HideMore(CellNetwork& network, int64_t threshold);

}  // namespace tarazy::surveys
