// One rendered notice as the bytes of an e-mail (RFC 5322, MIME).
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/notifications/channel/email/email_address.h"  // IWYU pragma: export

namespace tarazy::notifications {

struct EmailMessage {
  std::string from_name;  // may be empty
  std::string from_address;
  std::string to_name;  // may be empty
  std::string to_address;
  std::string subject;        // one line, not empty
  std::string text;           // plain; lines end in LF or CRLF
  std::string html;           // the same; empty: there is the text alone
  std::string message_id;     // "<7f…@host>", the same in all attempts
  absl::Time date;            // of the notice, not of the attempt: a retry has the same bytes
  std::string language;       // "kk", "ru" or "en"
  std::string envelope_from;  // where bounces go (VerpAddress); not a header
  std::optional<std::string> unsubscribe_url;  // "https://…" that acts on POST (RFC 8058)
  std::optional<std::string> in_reply_to;      // "<…@host>", the notice that this one follows
};

// At most so many bytes of text, and of HTML.
inline constexpr size_t kMaxEmailBody = 1 << 20;

// ASCII bytes with CRLF, lines of at most 998 characters: names and the subject by RFC 2047,
// multipart/alternative when there is HTML, Auto-Submitted, Content-Language, the Message-ID as
// given, and List-Unsubscribe with List-Unsubscribe-Post when there is an unsubscribe_url. The same
// message gives the same bytes. INVALID_ARGUMENT kInvalidField that names the field ("subject") for
// control characters in what becomes a header, addresses that CheckEmailAddress refuses, text that
// is not UTF-8, and bodies that are too large; nothing is ever cleaned in silence.
absl::StatusOr<std::string> ComposeEmail(const EmailMessage& message);

}  // namespace tarazy::notifications
