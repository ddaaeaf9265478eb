// A cross table in one stratum whose cells are told or not.
#pragma once

#include <vector>

#include "services/surveys/domain/figures/cross_counter.h"
#include "services/surveys/domain/figures/question_row.h"

namespace tarazy::surveys {

struct ToldTable {
  int columns = 0;
  std::vector<Told> cells;

  Told At(int row, int column) const { return cells[static_cast<size_t>(row) * columns + column]; }
};

// One per node; empties the counter. What is told depends on which question's facet is the row: for
// the same answer to whoever asks for either, that of the earlier question is.
std::vector<ToldTable> ToldTables(const MaskedCounts& counts, CrossCounter& counter);

}  // namespace tarazy::surveys
