// The categories of a question as the reader of its crossings knows them.
#pragma once

#include <vector>

#include "services/surveys/domain/disclosure/table.h"

namespace tarazy::surveys {

// Each category whose own count is told is a group; all others are one group together, the last.
struct CategoryGroups {
  explicit CategoryGroups(const std::vector<bool>& suppressed);

  std::vector<int> group;  // by category
  int told = 0;            // groups of one told category; the last group's place
};

CountTable Grouped(const CountTable& table, const CategoryGroups& rows,
                   const CategoryGroups& columns);

}  // namespace tarazy::surveys
