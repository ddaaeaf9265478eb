// What became of one attempt to hand a message over, in the words of SMTP (RFC 5321,
// section 4.2.1).
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::notifications {

enum class Outcome {
  kAccepted,     // the other side has taken the message and answers for it
  kTransient,    // refused for now (4xx): try again later
  kPermanent,    // refused for good (5xx): never try this recipient with this message again
  kUnreachable,  // the gateway cannot be spoken to, whoever the recipient is: try again later
};

struct Reply {
  Outcome outcome = Outcome::kUnreachable;
  int code = 0;      // the server's reply code, 0 when there was none
  std::string text;  // its last line, or why there was none: see PrintableText
};

// Another side's words as they may be stored and logged: well-formed UTF-8 of one line without
// control characters, at most 500 bytes.
std::string PrintableText(absl::string_view text);

}  // namespace tarazy::notifications
