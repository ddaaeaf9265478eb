#include "services/notifications/channel/wire/reply.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

#include "absl/strings/ascii.h"
#include "common/base/text.h"

namespace tarazy::notifications {
namespace {

constexpr size_t kMaxBytes = 500;
constexpr size_t kMaxRead = 8 * kMaxBytes;

}  // namespace

std::string PrintableText(absl::string_view text) {
  const std::string valid = ToValidUtf8(text.substr(0, kMaxRead));
  const auto size = static_cast<int32_t>(valid.size());
  std::string printable;
  for (int32_t i = 0; i < size;) {
    const int32_t start = i;
    UChar32 c;
    U8_NEXT(reinterpret_cast<const uint8_t*>(valid.data()), i, size, c);
    if (c == '\n' || c == '\t') {
      printable.push_back(' ');
    } else if (!u_iscntrl(c)) {
      printable.append(valid, static_cast<size_t>(start), static_cast<size_t>(i - start));
    }
  }
  const absl::string_view stripped = absl::StripAsciiWhitespace(printable);
  return std::string(absl::StripAsciiWhitespace(Shorten(stripped, kMaxBytes)));
}

}  // namespace tarazy::notifications
