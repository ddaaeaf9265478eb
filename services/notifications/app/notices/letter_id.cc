#include "services/notifications/app/notices/letter_id.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/seal.h"

namespace tarazy::notifications {
namespace {

constexpr size_t kTag = 8;  // bytes; a local part has room for 64 characters in all

// "ID-TAG" of "<ID-TAG@domain>".
absl::string_view LeftHalf(absl::string_view message_id) {
  absl::ConsumePrefix(&message_id, "<");
  return message_id.substr(0, message_id.find('@'));
}

}  // namespace

std::string LetterIds::Tagged(absl::string_view delivery) const {
  return absl::StrCat(delivery, "-",
                      absl::BytesToHexString(HmacOfParts(key_, {delivery}).substr(0, kTag)));
}

std::string LetterIds::MessageId(absl::string_view delivery, absl::string_view domain) const {
  return absl::StrCat("<", Tagged(delivery), "@", domain, ">");
}

std::string LetterIds::EnvelopeFrom(absl::string_view delivery) const {
  return VerpAddress(mailbox_, Tagged(delivery));
}

absl::StatusOr<std::string> LetterIds::DeliveryOf(const Bounce& bounce) const {
  for (const std::string& tagged : {std::string(LeftHalf(bounce.original_message_id)),
                                    ParseVerpAddress(mailbox_, bounce.sent_to).value_or("")}) {
    const size_t dash = tagged.rfind('-');
    if (dash == std::string::npos) continue;
    const std::string delivery = tagged.substr(0, dash);
    if (Tagged(delivery) == tagged) return delivery;
  }
  return NotFound("delivery of the report", bounce.original_message_id);
}

}  // namespace tarazy::notifications
