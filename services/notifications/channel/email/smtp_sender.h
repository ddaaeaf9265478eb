// Hands e-mail to a mail server (RFC 5321) by libcurl.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/notifications/channel/wire/reply.h"

namespace tarazy::notifications {

enum class SmtpSecurity {
  kNone,      // for a server on the same host or network
  kStartTls,  // port 587; without TLS nothing is sent
  kTls,       // port 465
};

struct SmtpOptions {
  std::string host;
  int port = 587;
  SmtpSecurity security = SmtpSecurity::kStartTls;
  std::string ca_file;  // PEM; empty: the system's authorities
  std::string user;     // empty: no AUTH
  std::string password;
  absl::Duration timeout = absl::Seconds(60);          // of one Send
  absl::Duration connect_timeout = absl::Seconds(10);  // including TLS; part of it
  std::string helo_name;                               // empty: the host's name
};

// Keeps one connection and uses it again. Not thread-safe: one object per worker thread, cheap
// until it sends.
class SmtpSender {
 public:
  explicit SmtpSender(SmtpOptions options);
  ~SmtpSender();
  SmtpSender(const SmtpSender&) = delete;
  SmtpSender& operator=(const SmtpSender&) = delete;

  // Hands over `bytes` (of ComposeEmail) for one recipient. 4xx is kTransient and 5xx to MAIL, RCPT
  // or DATA kPermanent; 421, no connection, failed TLS, time-outs and a server that does not want
  // *us* (greeting, AUTH) are kUnreachable. An empty `envelope_from` is "<>".
  //
  // A kept connection that turns out to be dead is replaced once by a new one, but only while the
  // server has accepted nothing of this message. Once the message was on its way and the
  // connection broke before the server's answer, nobody knows whether it has it: that is
  // kUnreachable, and a later attempt may make a duplicate, with the same Message-ID.
  Reply Send(absl::string_view envelope_from, absl::string_view to, absl::string_view bytes);

 private:
  class Session;

  const SmtpOptions options_;
  std::unique_ptr<Session> session_;
};

}  // namespace tarazy::notifications
