// Every rule, as lint.cc calls them in turn.
#pragma once

#include <vector>

#include "services/surveys/domain/form/finding.h"
#include "services/surveys/domain/form/form.h"

namespace tarazy::surveys {

void LintTranslations(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintDuplicateIds(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintScales(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintParts(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintBounds(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintConditions(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintReachability(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintSymmetry(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintDuplicateItems(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintDoubleBarrelled(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintIdentifying(const Form& form, std::vector<QuestionnaireFinding>& findings);
void LintRespondents(const Form& form, std::vector<QuestionnaireFinding>& findings);

}  // namespace tarazy::surveys
