#include "services/notifications/domain/template/language.h"

namespace tarazy::notifications {

std::optional<Language> ParseLanguage(absl::string_view word) {
  if (word.empty()) return Language::kKk;
  for (const Language language : kLanguages) {
    if (word == Word(language)) return language;
  }
  return std::nullopt;
}

absl::string_view Word(Language language) {
  switch (language) {
    case Language::kKk:
      return "kk";
    case Language::kRu:
      return "ru";
    case Language::kEn:
      break;
  }
  return "en";
}

const std::string& In(Language language, const common::v1::Localized& text) {
  switch (language) {
    case Language::kKk:
      return text.kk();
    case Language::kRu:
      return text.ru();
    case Language::kEn:
      break;
  }
  return text.en();
}

}  // namespace tarazy::notifications
