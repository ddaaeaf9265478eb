// The national codes of programmes: level digit, level letter, five digits of the field.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "services/accreditation/domain/report_lint/subject.h"

namespace tarazy::accreditation::report_lint {

// Upper case, without spaces; Cyrillic letters that look like Latin ones become those.
std::string NormalCode(absl::string_view printed);

// Digits as 9, letters as A: "6B04107" is "9A99999". Other shapes are other countries' codes.
std::string ShapeOf(absl::string_view code);

// A code of the national shape whose digit and letter do not go together: 6B, 7M, 7R, 8D do.
bool HasImpossibleLevel(absl::string_view code);

// "bachelor", "master", "doctorate" of a code of the national shape; empty for others.
absl::string_view LevelOfCode(absl::string_view code);

// The same of a stated level in English or Russian, "" when it is none of them.
absl::string_view LevelOfWords(absl::string_view stated);

// True for the case's own institution, as a name or silently; the code of a partner's programme is
// not.
bool IsOwn(const Subject& subject, const v1::CodeMention& mention);

}  // namespace tarazy::accreditation::report_lint
