// The words of a questionnaire by language.
#pragma once

#include <array>
#include <string>

#include "absl/strings/string_view.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::surveys {

struct Language {
  absl::string_view code;
  absl::string_view name;
  const std::string& (common::v1::Localized::*text)() const;
};

inline const std::array<Language, 3>& Languages() {
  static const std::array<Language, 3> kLanguages = {{
      {"en", "English", &common::v1::Localized::en},
      {"ru", "Russian", &common::v1::Localized::ru},
      {"kk", "Kazakh", &common::v1::Localized::kk},
  }};
  return kLanguages;
}

// The first language that is there.
inline const std::string& AnyOf(const common::v1::Localized& text) {
  return !text.en().empty() ? text.en() : !text.ru().empty() ? text.ru() : text.kk();
}

// Lower case, in any of the languages.
std::string Lowered(absl::string_view text);

}  // namespace tarazy::surveys
