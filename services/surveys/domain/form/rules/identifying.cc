// not_identifying: a choice without values is mostly a fact about the respondent (post, degree,
// programme), by which small groups are told apart; results protect only what is marked.
#include <algorithm>

#include "services/surveys/domain/form/rules/rules.h"

namespace tarazy::surveys {

void LintIdentifying(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  for (const Question& question : form.questions()) {
    if (question.type != v1::ITEM_TYPE_SINGLE && question.type != v1::ITEM_TYPE_MULTI) continue;
    const bool has_values =
        std::any_of(question.options.begin(), question.options.end(),
                    [](const Option& option) { return option.value.has_value(); });
    if (question.item->identifying() || has_values) continue;
    AddWarning("not_identifying", question.id,
               "if its answer is a fact about the respondent, say `identifying: true`", findings);
  }
}

}  // namespace tarazy::surveys
