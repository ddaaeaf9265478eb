// A question's table over the strata as a network of cells.
#pragma once

#include <vector>

#include "services/surveys/domain/disclosure/cell_network.h"
#include "services/surveys/domain/disclosure/told_tree.h"

namespace tarazy::surveys {

// Cells are part after part, column after column. `sensitive_columns`: as of ProtectByStrata.
CellNetwork MakeTreeNetwork(const ToldTree& told, const std::vector<bool>& sensitive_columns,
                            int64_t threshold);

}  // namespace tarazy::surveys
