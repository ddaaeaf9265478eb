// Every rule, as lint.cc calls them in turn. What each says: docs/methodology-file.md.
#pragma once

#include <vector>

#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {

// Errors that a reason can excuse.
void LintPoints(const Methodology& methodology, const Tree& tree, std::vector<Finding>& findings);

// Warnings.
void LintNumbering(const Tree& tree, std::vector<Finding>& findings);
void LintUnusedVariables(const Methodology& methodology, const Tree& tree,
                         std::vector<Finding>& findings);
void LintDuplicateFormulas(const Tree& tree, std::vector<Finding>& findings);
void LintDivisions(const Methodology& methodology, const Tree& tree,
                   std::vector<Finding>& findings);
void LintMoney(const Methodology& methodology, const Tree& tree, std::vector<Finding>& findings);
void LintSizeDependentCounts(const Methodology& methodology, const Tree& tree,
                             std::vector<Finding>& findings);
void LintTranslations(const Methodology& methodology, const Tree& tree,
                      std::vector<Finding>& findings);
void LintUnreachablePoints(const Tree& tree, std::vector<Finding>& findings);
void LintConstantFormulas(const Tree& tree, std::vector<Finding>& findings);
void LintRatings(const Methodology& methodology, std::vector<Finding>& findings);

}  // namespace tarazy::rankings
