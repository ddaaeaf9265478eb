#include "services/notifications/channel/sms/sms_parts.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

// The default alphabet (3GPP TS 23.038, section 6.2.1) besides what it shares with ASCII.
constexpr char32_t kBasicBeyondAscii[] = U"£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
// What stands in its extension, behind an escape (section 6.2.1.1). Of ASCII it has no "`".
constexpr char32_t kExtension[] = U"\f^{}\\[~]|€";

template <size_t n>
bool IsOneOf(const char32_t (&characters)[n], char32_t c) {
  return std::find(characters, characters + n - 1, c) != characters + n - 1;
}

// Septets of a character; 0 when GSM-7 has it not.
int Septets(char32_t c) {
  if (IsOneOf(kExtension, c)) return 2;
  if (c == '\n' || c == '\r' || IsOneOf(kBasicBeyondAscii, c)) return 1;
  return c >= 0x20 && c < 0x7f && c != '`' ? 1 : 0;
}

int Utf16Units(char32_t c) { return c > 0xffff ? 2 : 1; }

std::vector<char32_t> CharactersOf(absl::string_view text) {
  std::vector<char32_t> characters;
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(text.data()), i, size, c);
    characters.push_back(static_cast<char32_t>(c));
  }
  return characters;
}

SmsSize Size(SmsEncoding encoding, const std::vector<int>& widths, int single, int of_part) {
  SmsSize size = {.encoding = encoding};
  for (const int width : widths) size.units += width;
  if (size.units <= single) {
    size.parts = size.units == 0 ? 0 : 1;
    return size;
  }
  int room = 0;
  for (const int width : widths) {
    if (width > room) {
      ++size.parts;
      room = of_part;
    }
    room -= width;
  }
  return size;
}

}  // namespace

SmsSize SmsParts(absl::string_view text) {
  const std::vector<char32_t> characters = CharactersOf(text);
  std::vector<int> widths;
  for (const char32_t c : characters) widths.push_back(Septets(c));
  if (std::find(widths.begin(), widths.end(), 0) == widths.end()) {
    return Size(SmsEncoding::kGsm7, widths, 160, 153);
  }
  widths.clear();
  for (const char32_t c : characters) widths.push_back(Utf16Units(c));
  return Size(SmsEncoding::kUcs2, widths, 70, 67);
}

absl::Status CheckPhoneNumber(absl::string_view field, absl::string_view number) {
  const bool valid = number.size() >= 8 && number.size() <= 16 && number[0] == '+' &&
                     number[1] != '0' &&
                     std::all_of(number.begin() + 1, number.end(), absl::ascii_isdigit);
  if (valid) return absl::OkStatus();
  return InvalidField(field, "not a number such as \"+77011234567\": a plus and 7 to 15 digits");
}

}  // namespace tarazy::notifications
