// Texts of questionnaires and results in the language of an export.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// In `language` ("kk", "ru" or "en"); where that is missing, the first of English, Russian and
// Kazakh that is there.
const std::string& Say(const common::v1::Localized& text, absl::string_view language);

// The question as a sentence of its own: of a matrix's row the item's words and the row's.
std::string WordsOf(const v1::QuestionResults& question, absl::string_view language);
std::string WordsOf(const v1::Item& item, const v1::MatrixRow* row, absl::string_view language);

}  // namespace tarazy::surveys
