// GMime's objects with owners.
#pragma once

#include <gmime/gmime.h>

#include <memory>

#include "absl/strings/string_view.h"

namespace tarazy::notifications {

// Initialises GMime when it is the process's first use, from any thread.
void UseMime();

struct MimeUnref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using MimeRef = std::unique_ptr<T, MimeUnref>;

struct MimeFormatFree {
  void operator()(GMimeFormatOptions* options) const { g_mime_format_options_free(options); }
};
using MimeFormat = std::unique_ptr<GMimeFormatOptions, MimeFormatFree>;

// A stream over a copy of the bytes.
MimeRef<GMimeStream> MimeStreamOf(absl::string_view bytes);

}  // namespace tarazy::notifications
