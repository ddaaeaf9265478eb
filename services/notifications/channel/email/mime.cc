#include "services/notifications/channel/email/mime.h"

namespace tarazy::notifications {

void UseMime() {
  static const bool initialised = [] {
    g_mime_init();
    return true;
  }();
  (void)initialised;
}

MimeRef<GMimeStream> MimeStreamOf(absl::string_view bytes) {
  UseMime();
  return MimeRef<GMimeStream>(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
}

}  // namespace tarazy::notifications
