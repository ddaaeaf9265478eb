#include "common/base/file_name.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy {
namespace {

constexpr size_t kDigestDigits = 64;
constexpr size_t kMaxFileName = 200;

// Embeddings, overrides and isolates, the separators of lines and paragraphs: "exe.pdf" must not be
// shown for "fdp.exe".
constexpr absl::string_view kMisleading[] = {
    "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066",
    "\u2067", "\u2068", "\u2069", "\u2028", "\u2029",
};

bool IsMisleading(absl::string_view name) {
  return std::any_of(std::begin(kMisleading), std::end(kMisleading),
                     [&](absl::string_view c) { return absl::StrContains(name, c); });
}

// U+0080 to U+009F, two bytes in UTF-8.
bool HoldsC1Control(absl::string_view name) {
  for (size_t i = 0; i + 1 < name.size(); ++i) {
    if (name[i] == '\xc2' && static_cast<unsigned char>(name[i + 1]) < 0xa0) return true;
  }
  return false;
}

}  // namespace

bool IsDigest(absl::string_view text) {
  return text.size() == kDigestDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

absl::Status CheckShown(absl::string_view field, absl::string_view text, size_t max_bytes) {
  RETURN_IF_ERROR(CheckText(field, text, max_bytes));
  if (IsMisleading(text) || HoldsC1Control(text)) {
    return InvalidField(field, "holds a control character");
  }
  return absl::OkStatus();
}

absl::Status CheckFileName(absl::string_view field, absl::string_view name) {
  if (name.empty()) return InvalidField(field, "is needed: what the file is called");
  RETURN_IF_ERROR(CheckShown(field, name, kMaxFileName));
  if (name.find_first_of("/\\") != absl::string_view::npos || name == "." || name == "..") {
    return InvalidField(field, "must be the name alone, without a path");
  }
  if (absl::StripAsciiWhitespace(name).size() != name.size()) {
    return InvalidField(field, "begins or ends with a space");
  }
  return absl::OkStatus();
}

}  // namespace tarazy
