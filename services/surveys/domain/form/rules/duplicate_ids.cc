// duplicate_id: items and rows share one space of ids, because answers, conditions and results name
// either by its id alone.
#include <map>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/rules/rules.h"

namespace tarazy::surveys {

void LintDuplicateIds(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  std::map<absl::string_view, std::string> bearers;
  const auto claim = [&](const std::string& id, std::string bearer) {
    const auto [first, fresh] = bearers.try_emplace(id, std::move(bearer));
    if (fresh) return;
    AddError("duplicate_id", id, absl::StrCat("is already the id of ", first->second), findings);
  };
  for (const v1::Page& page : form.questionnaire().pages()) {
    for (const v1::Item& item : page.items()) {
      claim(item.id(), absl::StrCat("an item of the page ", page.id()));
      for (const v1::MatrixRow& row : item.rows()) {
        claim(row.id(), absl::StrCat("a row of the item ", item.id()));
      }
    }
  }
}

}  // namespace tarazy::surveys
