// Every rule, as lint.cc calls them in turn.
#pragma once

#include <vector>

#include "services/accreditation/domain/framework/finding.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

void LintValidity(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);
void LintDuplicateCodes(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);
void LintEmptyStandards(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);
void LintNumbering(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);
void LintHeadings(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);
void LintScale(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);
void LintTranslations(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);
void LintCrosswalk(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);
void LintTermRule(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);
void LintProcedureRules(const v1::Framework& framework, std::vector<FrameworkFinding>& findings);

}  // namespace tarazy::accreditation
