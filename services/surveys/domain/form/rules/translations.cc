// unknown_language: offered, but none of the suite's, or offered twice. missing_translation: a text
// that lacks a language in which the questionnaire is offered.
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/surveys/domain/form/rules/rules.h"
#include "services/surveys/domain/form/rules/words.h"

namespace tarazy::surveys {
namespace {

class Translations {
 public:
  Translations(std::vector<Language> offered, std::vector<QuestionnaireFinding>& findings)
      : offered_(std::move(offered)), findings_(findings) {}

  void Check(absl::string_view node, absl::string_view what, const common::v1::Localized& text) {
    std::vector<absl::string_view> missing;
    for (const Language& language : offered_) {
      if ((text.*language.text)().empty()) missing.push_back(language.name);
    }
    if (missing.empty()) return;
    AddError("missing_translation", node,
             absl::StrCat("the ", what, " lacks ", absl::StrJoin(missing, ", ")), findings_);
  }

  void CheckChoices(absl::string_view node,
                    const google::protobuf::RepeatedPtrField<v1::Choice>& choices) {
    for (const v1::Choice& choice : choices) {
      Check(node, absl::StrCat("label of ", choice.code()), choice.label());
    }
  }

  void CheckItem(const v1::Item& item) {
    Check(item.id(), "text", item.text());
    if (item.has_hint()) Check(item.id(), "hint", item.hint());
    CheckChoices(item.id(), item.choices());
    for (const v1::MatrixRow& row : item.rows()) Check(row.id(), "text", row.text());
    for (const v1::RatedObject& object : item.objects().objects()) {
      Check(item.id(), absl::StrCat("title of ", object.id()), object.title());
    }
  }

 private:
  const std::vector<Language> offered_;
  std::vector<QuestionnaireFinding>& findings_;
};

std::vector<Language> Offered(const v1::Questionnaire& questionnaire,
                              std::vector<QuestionnaireFinding>& findings) {
  std::vector<Language> offered;
  std::set<absl::string_view> seen;
  for (const std::string& code : questionnaire.languages()) {
    const size_t before = offered.size();
    for (const Language& language : Languages()) {
      if (language.code == code) offered.push_back(language);
    }
    if (offered.size() == before) {
      AddError("unknown_language", "",
               absl::StrCat("is offered in \"", code, "\"; languages are en, ru and kk"), findings);
    } else if (!seen.insert(code).second) {
      AddError("unknown_language", "", absl::StrCat("is offered twice in ", code), findings);
    }
  }
  if (questionnaire.languages().empty()) offered.assign(Languages().begin(), Languages().end());
  return offered;
}

}  // namespace

void LintTranslations(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  const v1::Questionnaire& questionnaire = form.questionnaire();
  Translations translations(Offered(questionnaire, findings), findings);
  translations.Check("", "title", questionnaire.title());
  if (questionnaire.has_introduction()) {
    translations.Check("", "introduction", questionnaire.introduction());
  }
  for (const v1::Scale& scale : questionnaire.scales()) {
    translations.CheckChoices(scale.id(), scale.points());
  }
  for (const v1::Page& page : questionnaire.pages()) {
    if (page.has_title()) translations.Check(page.id(), "title", page.title());
    for (const v1::Item& item : page.items()) translations.CheckItem(item);
  }
}

}  // namespace tarazy::surveys
