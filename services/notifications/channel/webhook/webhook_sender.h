// Posts signed events to the endpoints of others, by libcurl, and never to our own network.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/context.h"
#include "services/notifications/channel/webhook/webhook_url.h"

namespace tarazy::notifications {

enum class WebhookOutcome {
  kDelivered,  // 2xx
  kGone,       // 410: the endpoint wants nothing any more
  kSlowDown,   // 429, 502, 504: later, see retry_after
  kFailed,     // any other answer, redirects included, or none
  kRefused,    // by us, nothing was sent: the URL, the address it leads to, the id or a secret
};

struct WebhookReply {
  WebhookOutcome outcome = WebhookOutcome::kFailed;
  int code = 0;      // of HTTP, 0 when there was no answer
  std::string text;  // the beginning of the answer, or why there is none: PrintableText
  std::optional<absl::Duration> retry_after;  // as asked by the receiver, 0 to 24 h
};

struct WebhookOptions {
  WebhookPolicy policy;
  std::string ca_file;                                // PEM; empty: the system's authorities
  absl::Duration timeout = absl::Seconds(20);         // of one Post
  absl::Duration connect_timeout = absl::Seconds(5);  // including TLS; part of it
  // "host:port:address" (CURLOPT_RESOLVE): what names resolve to, instead of DNS.
  std::vector<std::string> resolve;
};

// Where the host of a URL that was found right leads now. kAddressRefused, naming `field`, when one
// of its addresses is not on the public Internet; nothing is connected to. OK for what cannot be
// resolved within three seconds: when something is sent it is looked at anyway.
absl::Status CheckWebhookHost(absl::string_view field, absl::string_view url,
                              const WebhookOptions& options);

// Not thread-safe: one object per worker thread; keeps a few connections and uses them again.
class WebhookSender {
 public:
  explicit WebhookSender(WebhookOptions options);
  ~WebhookSender();
  WebhookSender(const WebhookSender&) = delete;
  WebhookSender& operator=(const WebhookSender&) = delete;

  // Posts `payload` (JSON) with the headers of Standard Webhooks; `id` is the same in all attempts,
  // `timestamp` the time of this one. Ends with the context at the latest. The address is checked
  // when the connection is opened, so a name that now resolves to a private one is kRefused.
  // Redirects are not followed; at most 64 KiB of the answer are read. A receiver may get the same
  // id twice, when its answer was lost.
  WebhookReply Post(absl::string_view url, absl::string_view id, absl::Time timestamp,
                    absl::string_view payload, absl::Span<const std::string> secrets,
                    const Context& context);

 private:
  class Session;

  const WebhookOptions options_;
  std::unique_ptr<Session> session_;
};

}  // namespace tarazy::notifications
