#include "services/surveys/app/roll/qr_code.h"

#include <qrencode.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::surveys {
namespace {

constexpr int kQuiet = 4;  // modules, on each side

struct Free {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

absl::StatusOr<std::string> QrSvg(absl::string_view text) {
  const std::unique_ptr<QRcode, Free> code(
      QRcode_encodeData(static_cast<int>(text.size()),
                        reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
  if (code == nullptr) return InvalidField("text", "does not fit into a QR code");
  const int width = code->width;
  std::string path;
  for (int y = 0; y < width; ++y) {
    for (int x = 0; x < width;) {
      int end = x;
      while (end < width && (code->data[y * width + end] & 1) != 0) ++end;
      if (end > x) {
        absl::StrAppend(&path, "M", x + kQuiet, " ", y + kQuiet, "h", end - x, "v1h-", end - x,
                        "z");
      }
      x = end + 1;
    }
  }
  const int side = width + 2 * kQuiet;
  return absl::StrCat("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ", side, " ", side,
                      "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h", side, "v",
                      side, "H0z\"/><path d=\"", path, "\"/></svg>");
}

}  // namespace tarazy::surveys
