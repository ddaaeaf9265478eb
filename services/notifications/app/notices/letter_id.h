// What a letter is known by when it comes back: its delivery, with a tag that only this
// installation can make, so that nobody reports a letter as failed that he never had.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/notifications/channel/email/bounce.h"

namespace tarazy::notifications {

class LetterIds {
 public:
  // `key`: secret bytes, the same for all processes. `mailbox`: what failed mail comes back to,
  // "bounce@agency.kz".
  LetterIds(std::string key, std::string mailbox)
      : key_(std::move(key)), mailbox_(std::move(mailbox)) {}

  // "<ID-TAG@domain>": the same for every attempt of the delivery.
  std::string MessageId(absl::string_view delivery, absl::string_view domain) const;
  // "bounce+ID-TAG@agency.kz".
  std::string EnvelopeFrom(absl::string_view delivery) const;
  // The delivery that a report is about, by its Message-ID or by the address that the report was
  // sent to. NOT_FOUND when it is none of ours.
  absl::StatusOr<std::string> DeliveryOf(const Bounce& bounce) const;

 private:
  std::string Tagged(absl::string_view delivery) const;

  std::string key_;
  std::string mailbox_;
};

}  // namespace tarazy::notifications
