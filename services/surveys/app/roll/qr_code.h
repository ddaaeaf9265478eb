// QR codes as pictures.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::surveys {

// The text as a QR code (ISO/IEC 18004, error correction M) with its quiet zone of four modules: an
// SVG document of one path, without a size of its own. INVALID_ARGUMENT for an empty text or one
// that does not fit into a code.
absl::StatusOr<std::string> QrSvg(absl::string_view text);

}  // namespace tarazy::surveys
