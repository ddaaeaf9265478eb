// Where webhooks may go.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::notifications {

struct WebhookPolicy {
  bool allow_http = false;     // for tests and closed networks: also without TLS
  bool allow_private = false;  // for tests and closed networks: also to one's own addresses
  // Host names, in lower case, that alone may be called; empty: all.
  std::vector<std::string> allowed_hosts;
};

// OK for "https://host[:port]/…" of at most 2000 bytes without user, password and fragment, with a
// port of 443, 80 or from 1024. INVALID_ARGUMENT that names `field`: kInvalidField when it is no
// such URL; kAddressRefused when the scheme or the host is not allowed: an address that is not
// public, an IPv4 address in another spelling than four decimal numbers ("0x7f.1", "2130706433"), a
// name of the local network ("localhost", "printer", "x.internal"). What a name resolves to is
// looked at when something is sent (WebhookSender).
absl::Status CheckWebhookUrl(absl::string_view field, absl::string_view url,
                             const WebhookPolicy& policy);

// The host of a URL that was found right, in lower case: "host" of "https://Host:8443/path".
std::string WebhookHost(absl::string_view url);

}  // namespace tarazy::notifications
