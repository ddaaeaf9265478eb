#include "services/notifications/channel/email/header_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy::notifications {

absl::Status CheckHeaderText(absl::string_view field, absl::string_view text, size_t max_bytes) {
  RETURN_IF_ERROR(CheckText(field, text, max_bytes));
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), i, size, c);
    const int8_t type = u_charType(c);
    if (type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR) {
      return InvalidField(field, "holds a control character or a line's end");
    }
  }
  return absl::OkStatus();
}

}  // namespace tarazy::notifications
