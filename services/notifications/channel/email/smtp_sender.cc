#include "services/notifications/channel/email/smtp_sender.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/notifications/channel/email/email_address.h"
#include "services/notifications/channel/wire/curl_handle.h"

namespace tarazy::notifications {
namespace {

// The commands of one message, in the order in which they are sent.
enum class Phase { kOpening, kMail, kRcpt, kData };

// What was said during one Send.
struct Dialogue {
  Phase phase = Phase::kOpening;
  int code = 0;  // of the reply to the last command; 0 while there is none
  std::string line;
  bool any_reply = false;
  absl::string_view unsent;  // of the message
};

// Sees both directions of the dialogue; commands are looked at and never kept (AUTH has a
// password).
int Listen(CURL*, curl_infotype type, char* data, size_t size, void* user) {
  auto& dialogue = *static_cast<Dialogue*>(user);
  const absl::string_view line(data, size);
  if (type == CURLINFO_HEADER_OUT) {
    if (absl::StartsWith(line, "QUIT")) return 0;
    if (absl::StartsWith(line, "MAIL FROM:")) dialogue.phase = Phase::kMail;
    if (absl::StartsWith(line, "RCPT TO:")) dialogue.phase = Phase::kRcpt;
    if (absl::StartsWith(line, "DATA")) dialogue.phase = Phase::kData;
    dialogue.code = 0;
  } else if (type == CURLINFO_HEADER_IN) {
    // The reply to QUIT says nothing of the message.
    int code = 0;
    if (!absl::SimpleAtoi(line.substr(0, 3), &code) || code == 221) return 0;
    dialogue.any_reply = true;
    dialogue.code = code;
    dialogue.line = std::string(line.substr(0, 2000));
  }
  return 0;
}

size_t Read(char* buffer, size_t size, size_t count, void* user) {
  absl::string_view& unsent = static_cast<Dialogue*>(user)->unsent;
  const size_t taken = std::min(size * count, unsent.size());
  if (taken > 0) std::memcpy(buffer, unsent.data(), taken);
  unsent.remove_prefix(taken);
  return taken;
}

// What else comes in has been seen by Listen.
size_t Ignore(char*, size_t size, size_t count, void*) { return size * count; }

// The end of a message is a line with a dot: it may hold no line ends but CRLF, lest servers differ
// about where it ends.
bool HasOnlyCrlf(absl::string_view bytes) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\0') return false;
    if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r')) return false;
    if (bytes[i] == '\r' && (i + 1 == bytes.size() || bytes[i + 1] != '\n')) return false;
  }
  return true;
}

// RFC 4954, section 6: the server wants another authentication, whoever the recipient is.
bool IsAboutAuthentication(int code) {
  return code == 530 || code == 534 || code == 535 || code == 538;
}

Outcome OutcomeOf(const Dialogue& dialogue) {
  const int code = dialogue.code;
  if (dialogue.phase == Phase::kOpening || code == 421 || IsAboutAuthentication(code)) {
    return Outcome::kUnreachable;
  }
  if (code >= 400 && code < 500) return Outcome::kTransient;
  if (code >= 500 && code < 600) return Outcome::kPermanent;
  return Outcome::kUnreachable;
}

std::string UrlOf(const SmtpOptions& options, const CurlHandle& handle) {
  const bool literal = absl::StrContains(options.host, ':');
  std::string url =
      absl::StrCat(options.security == SmtpSecurity::kTls ? "smtps" : "smtp", "://",
                   literal ? "[" : "", options.host, literal ? "]" : "", ":", options.port, "/");
  if (!options.helo_name.empty()) {
    char* const escaped = curl_easy_escape(handle.get(), options.helo_name.data(),
                                           static_cast<int>(options.helo_name.size()));
    absl::StrAppend(&url, escaped);
    curl_free(escaped);
  }
  return url;
}

}  // namespace

class SmtpSender::Session {
 public:
  explicit Session(const SmtpOptions& options);

  Reply Send(const std::string& from, const std::string& to, absl::string_view bytes);

 private:
  CURLcode Perform(absl::string_view bytes);

  // The handle says QUIT when it goes, and Listen still hears it.
  Dialogue dialogue_;
  char error_[CURL_ERROR_SIZE] = "";
  CurlHandle handle_;
};

SmtpSender::Session::Session(const SmtpOptions& options) : handle_(NewCurlHandle()) {
  SetOption(handle_, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  SetOption(handle_, CURLOPT_URL, UrlOf(options, handle_).c_str());
  SetOption(handle_, CURLOPT_UPLOAD, 1L);
  SetOption(handle_, CURLOPT_MAXCONNECTS, 1L);
  SetOption(handle_, CURLOPT_TCP_KEEPALIVE, 1L);
  SetTimeouts(handle_, options.timeout, options.connect_timeout);
  // Also of the QUIT at the end, which the total time-out does not bound.
  SetOption(handle_, CURLOPT_SERVER_RESPONSE_TIMEOUT,
            std::max(1L, static_cast<long>(absl::ToInt64Seconds(options.timeout))));
  if (options.security == SmtpSecurity::kStartTls) {
    SetOption(handle_, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  }
  if (!options.ca_file.empty()) SetOption(handle_, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.user.empty()) {
    SetOption(handle_, CURLOPT_USERNAME, options.user.c_str());
    SetOption(handle_, CURLOPT_PASSWORD, options.password.c_str());
  }
  SetOption(handle_, CURLOPT_ERRORBUFFER, error_);
  SetOption(handle_, CURLOPT_VERBOSE, 1L);
  SetOption(handle_, CURLOPT_DEBUGFUNCTION, &Listen);
  SetOption(handle_, CURLOPT_DEBUGDATA, &dialogue_);
  SetOption(handle_, CURLOPT_READFUNCTION, &Read);
  SetOption(handle_, CURLOPT_READDATA, &dialogue_);
  SetOption(handle_, CURLOPT_WRITEFUNCTION, &Ignore);
}

CURLcode SmtpSender::Session::Perform(absl::string_view bytes) {
  dialogue_ = {.unsent = bytes};
  error_[0] = '\0';
  return curl_easy_perform(handle_.get());
}

Reply SmtpSender::Session::Send(const std::string& from, const std::string& to,
                                absl::string_view bytes) {
  const CurlList recipients = Append(nullptr, absl::StrCat("<", to, ">"));
  SetOption(handle_, CURLOPT_MAIL_FROM, absl::StrCat("<", from, ">").c_str());
  SetOption(handle_, CURLOPT_MAIL_RCPT, recipients.get());
  SetOption(handle_, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
  CURLcode result = Perform(bytes);
  long connections = 1;
  curl_easy_getinfo(handle_.get(), CURLINFO_NUM_CONNECTS, &connections);
  const bool unheard =
      !dialogue_.any_reply || (dialogue_.phase == Phase::kMail && dialogue_.code == 421);
  if (result != CURLE_OK && result != CURLE_OPERATION_TIMEDOUT && connections == 0 && unheard) {
    SetOption(handle_, CURLOPT_FRESH_CONNECT, 1L);
    result = Perform(bytes);
    SetOption(handle_, CURLOPT_FRESH_CONNECT, 0L);
  }
  SetOption(handle_, CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
  const int code = dialogue_.code;
  if (result == CURLE_OK) return {Outcome::kAccepted, code, PrintableText(dialogue_.line)};
  if (code >= 400) return {OutcomeOf(dialogue_), code, PrintableText(dialogue_.line)};
  return {Outcome::kUnreachable, 0,
          PrintableText(error_[0] != '\0' ? error_ : curl_easy_strerror(result))};
}

SmtpSender::SmtpSender(SmtpOptions options) : options_(std::move(options)) {}

SmtpSender::~SmtpSender() = default;

Reply SmtpSender::Send(absl::string_view envelope_from, absl::string_view to,
                       absl::string_view bytes) {
  std::string from;
  if (!envelope_from.empty()) {
    absl::StatusOr<std::string> wire = WireEmailAddress("envelope_from", envelope_from);
    if (!wire.ok()) return {Outcome::kPermanent, 0, PrintableText(wire.status().message())};
    from = *std::move(wire);
  }
  const absl::StatusOr<std::string> wire_to = WireEmailAddress("to", to);
  if (!wire_to.ok()) return {Outcome::kPermanent, 0, PrintableText(wire_to.status().message())};
  if (bytes.empty() || !HasOnlyCrlf(bytes)) {
    return {Outcome::kPermanent, 0, "the message is empty, or its lines do not all end in CRLF"};
  }
  if (session_ == nullptr) session_ = std::make_unique<Session>(options_);
  return session_->Send(from, *wire_to, bytes);
}

}  // namespace tarazy::notifications
