// missing_original: a text that lacks the language in which the framework was published.
// missing_translation: one that lacks another language of the suite. unknown_language.
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accreditation/domain/framework/rules.h"

namespace tarazy::accreditation {
namespace {

struct Language {
  absl::string_view code;
  absl::string_view name;
  const std::string& (common::v1::Localized::*text)() const;
};

const std::array<Language, 3>& Languages() {
  static const std::array<Language, 3> kLanguages = {{
      {"en", "English", &common::v1::Localized::en},
      {"ru", "Russian", &common::v1::Localized::ru},
      {"kk", "Kazakh", &common::v1::Localized::kk},
  }};
  return kLanguages;
}

class Translations {
 public:
  Translations(absl::string_view original, std::vector<FrameworkFinding>& findings)
      : original_(original), findings_(findings) {}

  void Check(absl::string_view node, absl::string_view what, const common::v1::Localized& text) {
    std::vector<absl::string_view> missing;
    for (const Language& language : Languages()) {
      if (!(text.*language.text)().empty()) continue;
      if (language.code == original_) {
        AddError(
            "missing_original", node,
            absl::StrCat("the ", what, " lacks ", language.name, ", the language of publication"),
            findings_);
      } else {
        missing.push_back(language.name);
      }
    }
    if (missing.empty()) return;
    AddWarning("missing_translation", node,
               absl::StrCat("the ", what, " lacks ", absl::StrJoin(missing, ", ")), findings_);
  }

 private:
  const absl::string_view original_;
  std::vector<FrameworkFinding>& findings_;
};

}  // namespace

void LintTranslations(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  const std::string& original = framework.language();
  if (original != "en" && original != "ru" && original != "kk") {
    AddError("unknown_language", "",
             absl::StrCat("the language of publication is \"", original, "\"; it is en, ru or kk"),
             findings);
  }
  Translations translations(original, findings);
  translations.Check("", "title", framework.title());
  for (const v1::ScaleMark& mark : framework.scale()) {
    translations.Check(mark.id(), "mark's title", mark.title());
  }
  for (const v1::Standard& standard : framework.standards()) {
    translations.Check(standard.code(), "title", standard.title());
    if (standard.has_text()) translations.Check(standard.code(), "text", standard.text());
    for (const v1::Heading& heading : standard.headings()) {
      translations.Check(standard.code(), "heading", heading.title());
    }
    for (const v1::Criterion& criterion : standard.criteria()) {
      translations.Check(criterion.code(), "text", criterion.text());
    }
  }
}

}  // namespace tarazy::accreditation
