#include "services/notifications/domain/template/one_line.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/text.h"

namespace tarazy::notifications {
namespace {

// Bytes of the character at the beginning that ends a line or controls; 0 when it is another.
size_t BreakAt(absl::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  if (absl::ascii_iscntrl(static_cast<unsigned char>(text[0]))) return 1;
  if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;
  if (byte(0) == 0xe2 && byte(1) == 0x80 && (byte(2) == 0xa8 || byte(2) == 0xa9)) return 3;
  return 0;
}

}  // namespace

std::string OneLine(absl::string_view text) {
  std::string line;
  line.reserve(text.size());
  while (!text.empty()) {
    const size_t control = BreakAt(text);
    line += control > 0 ? ' ' : text[0];
    text.remove_prefix(control > 0 ? control : 1);
  }
  absl::StripAsciiWhitespace(&line);
  if (line.size() <= kMaxSubjectBytes) return line;
  return absl::StrCat(Shorten(line, kMaxSubjectBytes - 3), "…");
}

}  // namespace tarazy::notifications
