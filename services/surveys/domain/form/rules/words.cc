#include "services/surveys/domain/form/rules/words.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace tarazy::surveys {

std::string Lowered(absl::string_view text) {
  icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string lower;
  unicode.toLower(icu::Locale::getRoot()).toUTF8String(lower);
  return lower;
}

}  // namespace tarazy::surveys
