// The structure of one leaf: normaliser against direction and points; variables that exist.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

// parse_error for what normalize, direction and points do not allow together.
void CheckLeaf(const Node& leaf, std::vector<Finding>& findings);

// undefined_variable, once per leaf and name.
void CheckUsedVariables(const Node& node, const std::unordered_set<std::string>& declared,
                        std::vector<Finding>& findings);

}  // namespace tarazy::rankings
