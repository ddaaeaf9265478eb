// respondents_title: the title speaks of graduates, but students are asked, who have not graduated.
#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/rules/rules.h"
#include "services/surveys/domain/form/rules/words.h"

namespace tarazy::surveys {

void LintRespondents(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  const v1::RespondentClass respondents = form.questionnaire().respondents();
  if (respondents != v1::RESPONDENT_CLASS_STUDENTS &&
      respondents != v1::RESPONDENT_CLASS_FIRST_YEAR &&
      respondents != v1::RESPONDENT_CLASS_FINAL_YEAR) {
    return;
  }
  constexpr std::array<absl::string_view, 4> kGraduates = {"graduates", "alumni", "выпускник",
                                                           "түлек"};
  const common::v1::Localized& title = form.questionnaire().title();
  const std::string words = Lowered(absl::StrCat(title.en(), " ", title.ru(), " ", title.kk()));
  if (std::any_of(kGraduates.begin(), kGraduates.end(),
                  [&](absl::string_view word) { return absl::StrContains(words, word); })) {
    AddWarning("respondents_title", "",
               "the title speaks of graduates, but students are asked, who have not graduated",
               findings);
  }
}

}  // namespace tarazy::surveys
