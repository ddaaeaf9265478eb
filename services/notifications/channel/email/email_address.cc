#include "services/notifications/channel/email/email_address.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/channel/wire/host_name.h"

namespace tarazy::notifications {
namespace {

constexpr size_t kMaxAddress = 254;
constexpr size_t kMaxLocal = 64;

// RFC 5322's atext and the dots between.
bool IsDotString(absl::string_view local) {
  if (local.empty() || local.front() == '.' || local.back() == '.') return false;
  if (absl::StrContains(local, "..")) return false;
  for (const char c : local) {
    if (!absl::ascii_isalnum(c) && !absl::StrContains("!#$%&'*+/=?^_`{|}~-.", c)) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::string> WireEmailAddress(absl::string_view field, absl::string_view address) {
  if (address.size() > kMaxAddress) {
    return InvalidField(field, absl::StrCat("longer than ", kMaxAddress, " bytes"));
  }
  const size_t at = address.find('@');
  if (at == absl::string_view::npos || address.find('@', at + 1) != absl::string_view::npos) {
    return InvalidField(field, "not an e-mail address: one \"@\" belongs in it");
  }
  const absl::string_view local = address.substr(0, at);
  if (local.size() > kMaxLocal) {
    return InvalidField(field, absl::StrCat("longer than ", kMaxLocal, " bytes before the \"@\""));
  }
  if (!IsDotString(local)) {
    return InvalidField(field,
                        "not a plain e-mail address: before the \"@\" stand letters of ASCII, "
                        "digits, signs and single dots, without quotes or spaces");
  }
  const std::optional<std::string> domain = AsciiHostName(address.substr(at + 1));
  if (!domain.has_value() || !absl::StrContains(*domain, '.') || EndsInNumber(*domain)) {
    return InvalidField(field, "not an e-mail address: after the \"@\" stands a domain name");
  }
  std::string wire = absl::StrCat(local, "@", *domain);
  if (wire.size() > kMaxAddress) {
    return InvalidField(field, absl::StrCat("longer than ", kMaxAddress, " bytes in ASCII"));
  }
  return wire;
}

absl::Status CheckEmailAddress(absl::string_view field, absl::string_view address) {
  return WireEmailAddress(field, address).status();
}

}  // namespace tarazy::notifications
