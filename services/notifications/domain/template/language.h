// The languages of notices.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

enum class Language { kKk, kRu, kEn };

inline constexpr std::array<Language, 3> kLanguages = {Language::kKk, Language::kRu, Language::kEn};

// "kk", "ru" or "en"; an empty word is "kk", anything else nothing.
std::optional<Language> ParseLanguage(absl::string_view word);

// "kk", "ru" or "en".
absl::string_view Word(Language language);

// The text in this language and no other; empty when it is missing.
const std::string& In(Language language, const common::v1::Localized& text);

}  // namespace tarazy::notifications
