// The texts of a template, one after the other.
#pragma once

#include <array>

#include "absl/strings/string_view.h"
#include "services/notifications/domain/template/language.h"
#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

// A field with a text in three languages.
struct LetterField {
  absl::string_view name;
  const common::v1::Localized* text;

  // False when it is empty in all languages.
  bool IsThere() const { return !text->en().empty() || !text->ru().empty() || !text->kk().empty(); }
};

// subject, text, html, sms.
inline std::array<LetterField, 4> FieldsOf(const v1::Template& letter) {
  return {LetterField{"subject", &letter.subject()}, LetterField{"text", &letter.text()},
          LetterField{"html", &letter.html()}, LetterField{"sms", &letter.sms()}};
}

}  // namespace tarazy::notifications
