// What a text answer may be.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::surveys {

// How many characters a text item takes.
inline int MaxCharacters(const v1::Item& item) {
  return item.max_characters() > 0 ? item.max_characters() : 2000;
}

// Its characters, as code points. INVALID_ARGUMENT, without the text, for what is not UTF-8, has
// control characters other than line breaks and tabs or characters that turn the direction of
// writing, or is longer than the item takes.
absl::StatusOr<int64_t> CharactersOf(const v1::Item& item, absl::string_view text);

}  // namespace tarazy::surveys
