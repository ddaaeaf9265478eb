#include "common/cache/redis_url.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::cache {
namespace {

absl::Status Wrong(absl::string_view why) { return InvalidField("redis", why); }

absl::StatusOr<std::string> Decode(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size() || !absl::ascii_isxdigit(text[i + 1]) ||
        !absl::ascii_isxdigit(text[i + 2])) {
      return Wrong("a '%' in the user or password must be followed by two hex digits");
    }
    decoded += absl::HexStringToBytes(text.substr(i + 1, 2));
    i += 2;
  }
  return decoded;
}

absl::Status ParseLogin(absl::string_view login, RedisAddress& address) {
  const size_t colon = login.find(':');
  if (colon == absl::string_view::npos) {
    return Wrong("a password stands behind a colon: redis://:password@host");
  }
  ASSIGN_OR_RETURN(address.user, Decode(login.substr(0, colon)));
  ASSIGN_OR_RETURN(address.password, Decode(login.substr(colon + 1)));
  return absl::OkStatus();
}

absl::Status ParseHost(absl::string_view text, RedisAddress& address) {
  absl::string_view port;
  if (absl::ConsumePrefix(&text, "[")) {
    const size_t end = text.find(']');
    if (end == absl::string_view::npos) return Wrong("an IPv6 address ends with ']'");
    address.host = std::string(text.substr(0, end));
    port = text.substr(end + 1);
    if (!port.empty() && !absl::ConsumePrefix(&port, ":")) return Wrong("what follows ']'?");
  } else {
    const size_t colon = std::min(text.find(':'), text.size());
    address.host = std::string(text.substr(0, colon));
    port = text.substr(colon);
    absl::ConsumePrefix(&port, ":");
  }
  if (address.host.empty()) return Wrong("the URL names no host");
  if (!port.empty() &&
      (!absl::SimpleAtoi(port, &address.port) || address.port < 1 || address.port > 65535)) {
    return Wrong("the port must be 1 to 65535");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RedisAddress> ParseRedisUrl(absl::string_view url) {
  if (!absl::ConsumePrefix(&url, "redis://")) return Wrong("the URL must begin with redis://");
  RedisAddress address;
  if (const size_t at = url.rfind('@'); at != absl::string_view::npos) {
    RETURN_IF_ERROR(ParseLogin(url.substr(0, at), address));
    url.remove_prefix(at + 1);
  }
  if (const size_t slash = url.find('/'); slash != absl::string_view::npos) {
    const absl::string_view database = url.substr(slash + 1);
    if (!database.empty() &&
        (!absl::SimpleAtoi(database, &address.database) || address.database < 0)) {
      return Wrong("the database must be a number, 0 or more");
    }
    url = url.substr(0, slash);
  }
  RETURN_IF_ERROR(ParseHost(url, address));
  return address;
}

}  // namespace tarazy::cache
