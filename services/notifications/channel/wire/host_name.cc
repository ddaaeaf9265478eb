#include "services/notifications/channel/wire/host_name.h"

#include <unicode/uidna.h>

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/base/text.h"

namespace tarazy::notifications {
namespace {

constexpr size_t kMaxName = 253;

const UIDNA* Rules() {
  static const UIDNA* const rules = [] {
    UErrorCode error = U_ZERO_ERROR;
    return uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES |
                               UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ,
                           &error);
  }();
  return rules;
}

}  // namespace

std::optional<std::string> AsciiHostName(absl::string_view name) {
  // No name that is longer than this in UTF-8 fits into 253 bytes of punycode.
  if (name.empty() || name.size() > 4 * kMaxName || !IsValidUtf8(name)) return std::nullopt;
  char ascii[kMaxName + 1];
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode error = U_ZERO_ERROR;
  const int32_t size =
      uidna_nameToASCII_UTF8(Rules(), name.data(), static_cast<int32_t>(name.size()), ascii,
                             static_cast<int32_t>(sizeof ascii), &info, &error);
  if (U_FAILURE(error) || info.errors != 0 || size <= 0 || size > static_cast<int32_t>(kMaxName)) {
    return std::nullopt;
  }
  std::string host(ascii, static_cast<size_t>(size));
  if (host.back() == '.') return std::nullopt;
  return host;
}

bool EndsInNumber(absl::string_view name) {
  absl::ConsumeSuffix(&name, ".");
  const size_t dot = name.rfind('.');
  absl::string_view last = dot == absl::string_view::npos ? name : name.substr(dot + 1);
  if (absl::StartsWithIgnoreCase(last, "0x")) {
    last.remove_prefix(2);
    return std::all_of(last.begin(), last.end(), absl::ascii_isxdigit);
  }
  return !last.empty() && std::all_of(last.begin(), last.end(), absl::ascii_isdigit);
}

}  // namespace tarazy::notifications
