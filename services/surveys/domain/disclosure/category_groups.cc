#include "services/surveys/domain/disclosure/category_groups.h"

namespace tarazy::surveys {

CategoryGroups::CategoryGroups(const std::vector<bool>& suppressed) {
  for (const bool hidden : suppressed) group.push_back(hidden ? -1 : told++);
  for (int& it : group) it = it < 0 ? told : it;
}

CountTable Grouped(const CountTable& table, const CategoryGroups& rows,
                   const CategoryGroups& columns) {
  CountTable grouped(rows.told + 1, columns.told + 1);
  for (int row = 0; row < table.rows; ++row) {
    for (int column = 0; column < table.columns; ++column)
      grouped.At(rows.group[row], columns.group[column]) += table.At(row, column);
  }
  return grouped;
}

}  // namespace tarazy::surveys
