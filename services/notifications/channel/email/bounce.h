// What mail servers say about mail that they could not deliver (RFC 3464), and the addresses that
// tell which delivery it was (VERP).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::notifications {

enum class BounceAction { kFailed, kDelayed, kDelivered, kRelayed, kExpanded };

struct BouncedRecipient {
  std::string address;  // as the message was sent to, else as the server ended up with
  BounceAction action = BounceAction::kFailed;
  std::string status;      // "5.1.1" (RFC 3463)
  std::string diagnostic;  // the server's words, at most 500 bytes of one line; may be empty
};

struct Bounce {
  std::vector<BouncedRecipient> recipients;  // 1 to 100, as in the report
  std::string original_message_id;           // "<…@host>" of the returned message; may be empty
  std::string sent_to;                       // whom the report itself was sent to; may be empty
};

inline constexpr size_t kMaxBounce = 1 << 20;  // bytes

// Reads a report as it came from a mailbox. INVALID_ARGUMENT kInvalidField for bytes that are no
// multipart/report with a delivery-status, or more than kMaxBounce.
absl::StatusOr<Bounce> ParseBounce(absl::string_view bytes);

// The envelope sender of a delivery: of "bounce@host" and "7f…" it is "bounce+7f…@host". The id is
// of a-z, 0-9 and '-'; the local part may have 64 characters (ComposeEmail and CheckEmailAddress
// look).
std::string VerpAddress(absl::string_view mailbox, absl::string_view delivery_id);

// The delivery's id, of an address that VerpAddress made for the same mailbox; case does not
// matter.
std::optional<std::string> ParseVerpAddress(absl::string_view mailbox, absl::string_view address);

}  // namespace tarazy::notifications
