#include "services/cli/printable.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "absl/strings/str_format.h"

namespace tarazy::cli {
namespace {

void AppendEscape(UChar32 c, std::string& to) {
  if (c == '\n') {
    to += "\\n";
  } else if (c == '\t') {
    to += "\\t";
  } else if (c == '\r') {
    to += "\\r";
  } else if (c < 0x80) {
    absl::StrAppendFormat(&to, "\\x%02x", c);
  } else {
    absl::StrAppendFormat(&to, "\\u%04x", c);
  }
}

}  // namespace

bool IsControl(int32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

std::string Printable(absl::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  std::string result;
  result.reserve(text.size());
  for (int64_t i = 0; i < size;) {
    const int64_t start = i;
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) {
      for (int64_t k = start; k < i; ++k) absl::StrAppendFormat(&result, "\\x%02x", bytes[k]);
    } else if (IsControl(c)) {
      AppendEscape(c, result);
    } else {
      result.append(text.data() + start, static_cast<size_t>(i - start));
    }
  }
  return result;
}

int DisplayWidth(absl::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  int width = 0;
  for (int64_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (c < 0x300) {
      ++width;
      continue;
    }
    const int category = u_charType(c);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK ||
        category == U_FORMAT_CHAR) {
      continue;
    }
    const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    width += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

}  // namespace tarazy::cli
