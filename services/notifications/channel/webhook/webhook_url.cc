#include "services/notifications/channel/webhook/webhook_url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/channel/webhook/public_address.h"
#include "services/notifications/channel/wire/curl_handle.h"
#include "services/notifications/channel/wire/host_name.h"

namespace tarazy::notifications {
namespace {

constexpr size_t kMaxUrl = 2000;

absl::Status Refused(absl::string_view field, absl::string_view why) {
  return InvalidArgument(Reason::kAddressRefused, absl::StrCat(field, ": ", why),
                         {{std::string(field), std::string(why)}});
}

// Names that never lead to a public server (RFC 6761, 6762, 8375, and ICANN's for private use).
bool IsLocalName(absl::string_view host) {
  if (!absl::StrContains(host, '.')) return true;
  for (const absl::string_view suffix :
       {".localhost", ".local", ".internal", ".localdomain", ".home.arpa", ".lan", ".intranet"}) {
    if (absl::EndsWith(host, suffix)) return true;
  }
  return false;
}

bool IsFourDecimals(const std::string& host) {
  in_addr address;
  char canonical[INET_ADDRSTRLEN];
  return inet_pton(AF_INET, host.c_str(), &address) == 1 &&
         host == inet_ntop(AF_INET, &address, canonical, sizeof canonical);
}

absl::Status CheckHost(absl::string_view field, absl::string_view written,
                       const WebhookPolicy& policy) {
  std::string host = absl::AsciiStrToLower(written);
  const bool literal6 = host.front() == '[';
  if (!literal6) {
    const std::optional<std::string> ascii = AsciiHostName(written);
    // "127.0.0.1." and "0x7f.1" are no names, but resolvers know them.
    if (!ascii.has_value() && !EndsInNumber(host)) {
      return InvalidField(field, "not a URL with the name of a host");
    }
    host = ascii.value_or(host);
  }
  const bool literal4 = !literal6 && EndsInNumber(host);
  if (literal4 && !IsFourDecimals(host)) {
    return Refused(field, "an address is written as four decimal numbers");
  }
  const auto& allowed = policy.allowed_hosts;
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), host) == allowed.end()) {
    return Refused(field, "this host is not one of those that the configuration allows");
  }
  if (policy.allow_private) return absl::OkStatus();
  const absl::string_view inner =
      literal6 ? absl::string_view(host).substr(1, host.size() - 2) : absl::string_view(host);
  if (literal4 || literal6 ? !IsPublicLiteral(inner) : IsLocalName(host)) {
    return Refused(field, "this host is not on the public Internet");
  }
  return absl::OkStatus();
}

absl::Status CheckScheme(absl::string_view field, absl::string_view scheme,
                         const WebhookPolicy& policy) {
  if (scheme == "https" || (scheme == "http" && policy.allow_http)) return absl::OkStatus();
  return Refused(field, policy.allow_http ? "begins with neither https:// nor http://"
                                          : "begins with something else than https://");
}

// A part as curl reads it, which is also who will connect; empty when there is none.
std::string PartOf(const CurlUrl& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

// The host as it is written, without the port.
absl::string_view WrittenHost(absl::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  const size_t end = absl::StartsWith(url, "[") ? url.find(']') + 1 : url.find(':');
  return url.substr(0, end);
}

}  // namespace

absl::Status CheckWebhookUrl(absl::string_view field, absl::string_view url,
                             const WebhookPolicy& policy) {
  if (url.size() > kMaxUrl) {
    return InvalidField(field, absl::StrCat("longer than ", kMaxUrl, " bytes"));
  }
  for (const char c : url) {
    if (absl::ascii_iscntrl(c) || absl::ascii_isspace(c) || c == '\\') {
      return InvalidField(field, "holds a space, a backslash or a control character");
    }
  }
  const CurlUrl parsed(curl_url());
  if (!absl::StrContains(url, "://") ||
      curl_url_set(parsed.get(), CURLUPART_URL, std::string(url).c_str(),
                   CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return InvalidField(field, "not a URL such as \"https://host/path\"");
  }
  RETURN_IF_ERROR(CheckScheme(field, PartOf(parsed, CURLUPART_SCHEME), policy));
  if (!PartOf(parsed, CURLUPART_USER).empty() || !PartOf(parsed, CURLUPART_PASSWORD).empty() ||
      absl::StrContains(url.substr(0, url.find_first_of("/?#", url.find("://") + 3)), '@')) {
    return InvalidField(field, "no user and no password belong in it");
  }
  if (absl::StrContains(url, '#')) return InvalidField(field, "no fragment belongs in it");
  const absl::string_view written = WrittenHost(url);
  const std::string host = PartOf(parsed, CURLUPART_HOST);
  // curl rewrites other spellings of IPv4 addresses; CheckHost refuses those by their looks.
  if (written.empty() || host.empty() || absl::StrContains(written, '%') ||
      (!EndsInNumber(written) && !absl::EqualsIgnoreCase(host, written) && written[0] != '[')) {
    return InvalidField(field, "not a URL with the name of a host");
  }
  int port = 0;
  if (!absl::SimpleAtoi(PartOf(parsed, CURLUPART_PORT), &port) ||
      (port != 443 && port != 80 && port < 1024) || port > 65535) {
    return InvalidField(field, "the port is neither 443 nor 80 nor at least 1024");
  }
  return CheckHost(field, written, policy);
}

std::string WebhookHost(absl::string_view url) { return absl::AsciiStrToLower(WrittenHost(url)); }

}  // namespace tarazy::notifications
