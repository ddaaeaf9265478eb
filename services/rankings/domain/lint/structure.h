// What makes a methodology impossible to compute: faults that no reason can excuse.
#pragma once

#include <vector>

#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {

// parse_error, duplicate_code, undefined_variable, empty_node.
void LintStructure(const Methodology& methodology, const Tree& tree,
                   std::vector<Finding>& findings);

}  // namespace tarazy::rankings
