#include "services/notifications/channel/webhook/webhook_sender.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "services/notifications/channel/webhook/public_address.h"
#include "services/notifications/channel/webhook/retry_after.h"
#include "services/notifications/channel/webhook/webhook_signature.h"
#include "services/notifications/channel/wire/curl_handle.h"
#include "services/notifications/channel/wire/reply.h"

namespace tarazy::notifications {
namespace {

constexpr size_t kMaxAnswer = 64 * 1024;  // headers, and body, in bytes
constexpr size_t kMaxKept = 4096;         // of the body
constexpr absl::Duration kResolving = absl::Seconds(3);

// One Post, as curl's callbacks see it.
struct Exchange {
  const Context* context = nullptr;
  bool allow_private = false;
  bool refused = false;  // an address was not allowed
  bool opened = false;   // another one was
  size_t header_bytes = 0;
  size_t body_bytes = 0;
  std::string body;
};

curl_socket_t Open(void* user, curlsocktype, curl_sockaddr* address) {
  auto& exchange = *static_cast<Exchange*>(user);
  if (!exchange.allow_private && !IsPublicAddress(&address->addr)) {
    exchange.refused = true;
    return CURL_SOCKET_BAD;
  }
  exchange.opened = true;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Looks at each address and opens none.
curl_socket_t Look(void* user, curlsocktype, curl_sockaddr* address) {
  if (!IsPublicAddress(&address->addr)) *static_cast<bool*>(user) = true;
  return CURL_SOCKET_BAD;
}

// Returning less than what came ends the transfer.
size_t TakeHeader(char*, size_t size, size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.header_bytes += size * count;
  return exchange.header_bytes > kMaxAnswer ? 0 : size * count;
}

size_t TakeBody(char* data, size_t size, size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.body_bytes += size * count;
  if (exchange.body.size() < kMaxKept) {
    exchange.body.append(data, std::min(size * count, kMaxKept - exchange.body.size()));
  }
  return exchange.body_bytes > kMaxAnswer ? 0 : size * count;
}

int Progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const Context& context = *static_cast<Exchange*>(user)->context;
  return context.cancelled && context.cancelled() ? 1 : 0;
}

WebhookOutcome OutcomeOf(long code) {
  if (code >= 200 && code < 300) return WebhookOutcome::kDelivered;
  if (code == 410) return WebhookOutcome::kGone;
  if (code == 429 || code == 502 || code == 504) return WebhookOutcome::kSlowDown;
  return WebhookOutcome::kFailed;
}

WebhookReply Refusal(absl::string_view why) {
  return {.outcome = WebhookOutcome::kRefused, .text = PrintableText(why)};
}

}  // namespace

class WebhookSender::Session {
 public:
  explicit Session(const WebhookOptions& options);

  WebhookReply Post(const std::string& url, const CurlList& headers, absl::string_view payload,
                    const Context& context);

 private:
  WebhookReply Answer(CURLcode result) const;

  const WebhookOptions& options_;
  Exchange exchange_;
  char error_[CURL_ERROR_SIZE] = "";
  CurlList resolve_;
  CurlHandle handle_;
};

WebhookSender::Session::Session(const WebhookOptions& options)
    : options_(options), handle_(NewCurlHandle()) {
  SetOption(handle_, CURLOPT_PROTOCOLS_STR, options.policy.allow_http ? "https,http" : "https");
  SetOption(handle_, CURLOPT_FOLLOWLOCATION, 0L);
  SetOption(handle_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  SetOption(handle_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  SetOption(handle_, CURLOPT_USERAGENT, "Tarazy");
  SetOption(handle_, CURLOPT_POST, 1L);
  SetOption(handle_, CURLOPT_OPENSOCKETFUNCTION, &Open);
  SetOption(handle_, CURLOPT_OPENSOCKETDATA, &exchange_);
  SetOption(handle_, CURLOPT_HEADERFUNCTION, &TakeHeader);
  SetOption(handle_, CURLOPT_HEADERDATA, &exchange_);
  SetOption(handle_, CURLOPT_WRITEFUNCTION, &TakeBody);
  SetOption(handle_, CURLOPT_WRITEDATA, &exchange_);
  SetOption(handle_, CURLOPT_XFERINFOFUNCTION, &Progress);
  SetOption(handle_, CURLOPT_XFERINFODATA, &exchange_);
  SetOption(handle_, CURLOPT_NOPROGRESS, 0L);
  SetOption(handle_, CURLOPT_ERRORBUFFER, error_);
  if (!options.ca_file.empty()) SetOption(handle_, CURLOPT_CAINFO, options.ca_file.c_str());
  for (const std::string& line : options.resolve) resolve_ = Append(std::move(resolve_), line);
  if (resolve_ != nullptr) SetOption(handle_, CURLOPT_RESOLVE, resolve_.get());
}

WebhookReply WebhookSender::Session::Post(const std::string& url, const CurlList& headers,
                                          absl::string_view payload, const Context& context) {
  const absl::Duration left = std::min(options_.timeout, context.deadline - absl::Now());
  if (left <= absl::ZeroDuration()) return {.text = "no time was left to send it"};
  exchange_ = {.context = &context, .allow_private = options_.policy.allow_private};
  error_[0] = '\0';
  SetTimeouts(handle_, left, std::min(left, options_.connect_timeout));
  SetOption(handle_, CURLOPT_URL, url.c_str());
  SetOption(handle_, CURLOPT_HTTPHEADER, headers.get());
  SetOption(handle_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(payload.size()));
  SetOption(handle_, CURLOPT_POSTFIELDS, payload.data());
  const CURLcode result = curl_easy_perform(handle_.get());
  WebhookReply reply = Answer(result);
  SetOption(handle_, CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
  SetOption(handle_, CURLOPT_POSTFIELDS, static_cast<char*>(nullptr));
  return reply;
}

WebhookReply WebhookSender::Session::Answer(CURLcode result) const {
  if (exchange_.refused && !exchange_.opened) {
    return Refusal("this host leads to an address that is not on the public Internet");
  }
  long code = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &code);
  // An answer whose end was cut off, or did not come in time, has its code all the same: taking a
  // 2xx for a failure would only send the event again.
  const bool answered = code >= 200 && exchange_.header_bytes <= kMaxAnswer;
  if (!answered) {
    return {.text = PrintableText(error_[0] != '\0' ? error_ : curl_easy_strerror(result))};
  }
  WebhookReply reply = {.outcome = OutcomeOf(code), .code = static_cast<int>(code)};
  reply.text = PrintableText(exchange_.body);
  if (reply.text.empty()) reply.text = absl::StrCat("HTTP ", code);
  curl_header* retry_after = nullptr;
  if (curl_easy_header(handle_.get(), "Retry-After", 0, CURLH_HEADER, -1, &retry_after) ==
      CURLHE_OK) {
    reply.retry_after = ParseRetryAfter(retry_after->value, absl::Now());
  }
  return reply;
}

absl::Status CheckWebhookHost(absl::string_view field, absl::string_view url,
                              const WebhookOptions& options) {
  if (options.policy.allow_private) return absl::OkStatus();
  const CurlHandle handle = NewCurlHandle();
  bool refused = false;
  SetOption(handle, CURLOPT_CONNECT_ONLY, 1L);
  SetOption(handle, CURLOPT_OPENSOCKETFUNCTION, &Look);
  SetOption(handle, CURLOPT_OPENSOCKETDATA, &refused);
  SetTimeouts(handle, kResolving, kResolving);
  CurlList resolve;
  for (const std::string& line : options.resolve) resolve = Append(std::move(resolve), line);
  if (resolve != nullptr) SetOption(handle, CURLOPT_RESOLVE, resolve.get());
  SetOption(handle, CURLOPT_URL, std::string(url).c_str());
  curl_easy_perform(handle.get());  // fails: no socket is opened
  if (!refused) return absl::OkStatus();
  constexpr absl::string_view kWhy =
      "this host leads to an address that is not on the public Internet";
  return InvalidArgument(Reason::kAddressRefused, absl::StrCat(field, ": ", kWhy),
                         {{std::string(field), std::string(kWhy)}});
}

WebhookSender::WebhookSender(WebhookOptions options) : options_(std::move(options)) {}

WebhookSender::~WebhookSender() = default;

WebhookReply WebhookSender::Post(absl::string_view url, absl::string_view id, absl::Time timestamp,
                                 absl::string_view payload, absl::Span<const std::string> secrets,
                                 const Context& context) {
  const absl::Status allowed = CheckWebhookUrl("url", url, options_.policy);
  if (!allowed.ok()) return Refusal(allowed.message());
  const absl::StatusOr<std::string> signature = SignWebhook(secrets, id, timestamp, payload);
  if (!signature.ok()) return Refusal(signature.status().message());
  CurlList headers;
  for (const std::string& line :
       {std::string("Content-Type: application/json"), absl::StrCat("webhook-id: ", id),
        absl::StrCat("webhook-timestamp: ", absl::ToUnixSeconds(timestamp)),
        absl::StrCat("webhook-signature: ", *signature),
        // Without asking first whether the body is welcome, which some servers answer late.
        std::string("Expect:")}) {
    headers = Append(std::move(headers), line);
  }
  if (session_ == nullptr) session_ = std::make_unique<Session>(options_);
  return session_->Post(std::string(url), headers, payload, context);
}

}  // namespace tarazy::notifications
