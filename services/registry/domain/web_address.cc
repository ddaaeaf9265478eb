#include "services/registry/domain/web_address.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy::registry {
namespace {

constexpr size_t kMaxAddress = 500;

bool IsHost(absl::string_view host) {
  const std::vector<absl::string_view> labels = absl::StrSplit(host, '.');
  if (labels.size() < 2) return false;
  for (const absl::string_view label : labels) {
    if (label.empty() || label.front() == '-' || label.back() == '-') return false;
    for (const char c : label) {
      const bool ascii = absl::ascii_isascii(static_cast<unsigned char>(c));
      if (ascii && !absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-') return false;
    }
  }
  return true;
}

bool IsPort(absl::string_view text) {
  int port = 0;
  return !text.empty() && absl::ascii_isdigit(text[0]) && absl::SimpleAtoi(text, &port) &&
         port > 0 && port < 65536;
}

}  // namespace

absl::Status CheckWebAddress(absl::string_view field, absl::string_view address) {
  RETURN_IF_ERROR(CheckText(field, address, kMaxAddress));
  absl::string_view rest = address;
  const bool scheme =
      absl::ConsumePrefix(&rest, "https://") || absl::ConsumePrefix(&rest, "http://");
  const size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(rest.substr(0, end), absl::MaxSplits(':', 1));
  const bool port = rest.substr(0, end).find(':') != absl::string_view::npos;
  if (!scheme || !IsHost(parts.first) || (port && !IsPort(parts.second)) ||
      address.find(' ') != absl::string_view::npos) {
    return InvalidField(field,
                        "an address begins with https:// or http:// and a host, such as "
                        "https://www.ektu.kz/");
  }
  return absl::OkStatus();
}

}  // namespace tarazy::registry
