// duplicate_item: two questions with the same words, spelling and punctuation aside.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/spelling.h"
#include "services/surveys/domain/form/rules/rules.h"
#include "services/surveys/domain/form/rules/words.h"

namespace tarazy::surveys {
namespace {

// So few words of a row say nothing without those of its matrix.
constexpr size_t kShortRow = 4;

std::string KeyOf(const Question& question) {
  std::vector<std::string> words =
      SpellingWords(AnyOf(question.row == nullptr ? question.item->text() : question.row->text()));
  if (question.row != nullptr && words.size() < kShortRow) {
    words.push_back(":");
    for (std::string& word : SpellingWords(AnyOf(question.item->text()))) {
      words.push_back(std::move(word));
    }
  }
  return absl::StrJoin(words, " ");
}

}  // namespace

void LintDuplicateItems(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  std::map<std::string, absl::string_view> bearers;
  for (const Question& question : form.questions()) {
    const auto [first, fresh] = bearers.try_emplace(KeyOf(question), question.id);
    if (fresh) continue;
    AddWarning("duplicate_item", question.id, absl::StrCat("has the words of ", first->second),
               findings);
  }
}

}  // namespace tarazy::surveys
