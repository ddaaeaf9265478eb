#include "services/surveys/domain/disclosure/table.h"

#include <algorithm>
#include <numeric>

namespace tarazy::surveys {

int64_t CountTable::Total(int row) const {
  const auto begin = counts.begin() + static_cast<ptrdiff_t>(row) * columns;
  return std::accumulate(begin, begin + columns, int64_t{0});
}

bool Mask::WholeRow(int row) const {
  for (int column = 0; column < columns; ++column) {
    if (!At(row, column)) return false;
  }
  return true;
}

bool Mask::AnyInRow(int row) const {
  for (int column = 0; column < columns; ++column) {
    if (At(row, column)) return true;
  }
  return false;
}

int64_t Mask::Count() const { return std::count(suppressed.begin(), suppressed.end(), true); }

}  // namespace tarazy::surveys
