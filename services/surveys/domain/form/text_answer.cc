#include "services/surveys/domain/form/text_answer.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::surveys {
namespace {

absl::Status Refused(absl::string_view why) {
  return InvalidArgument(Reason::kAnswersInvalid, why);
}

bool TurnsDirection(UChar32 c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

absl::StatusOr<int64_t> CharactersOf(const v1::Item& item, absl::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  const int most = MaxCharacters(item);
  int64_t characters = 0;
  for (int64_t i = 0; i < size; ++characters) {
    if (characters == most) {
      return Refused(absl::StrCat("takes at most ", most, " characters"));
    }
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) return Refused("is not valid UTF-8");
    if (u_charType(c) == U_CONTROL_CHAR && c != '\n' && c != '\t') {
      return Refused("has a control character");
    }
    if (TurnsDirection(c)) return Refused("has a character that turns the direction of writing");
  }
  return characters;
}

}  // namespace tarazy::surveys
