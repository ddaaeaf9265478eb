#include "services/rankings/domain/evidence_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy::rankings {
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

bool IsEvidenceDigest(absl::string_view text) {
  return text.size() == kDigestDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

std::string EvidenceName(absl::string_view sha256) { return absl::StrCat(kEvidencePrefix, sha256); }

absl::string_view EvidenceDigest(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kEvidencePrefix) || !IsEvidenceDigest(name)) return "";
  return name;
}

absl::Status CheckFileName(absl::string_view field, absl::string_view name) {
  if (name.empty()) return InvalidField(field, "is needed: what the file is called");
  RETURN_IF_ERROR(CheckText(field, name, kMaxFileName));
  if (name.find_first_of("/\\") != absl::string_view::npos || name == "." || name == "..") {
    return InvalidField(field, "must be the name alone, without a path");
  }
  if (IsMisleading(name) || HoldsC1Control(name)) {
    return InvalidField(field, "holds a control character");
  }
  if (absl::StripAsciiWhitespace(name).size() != name.size()) {
    return InvalidField(field, "begins or ends with a space");
  }
  return absl::OkStatus();
}

}  // namespace tarazy::rankings
