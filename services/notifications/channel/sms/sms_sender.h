// Hands short messages to a gateway.
#pragma once

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/notifications/channel/wire/reply.h"

namespace tarazy::notifications {

class SmsSender {
 public:
  virtual ~SmsSender() = default;

  // Hands over `text` for the number `to` (E.164). `id` is the same in all attempts: gateways that
  // know it send it once. Must be safe to call from many threads.
  virtual Reply Send(absl::string_view to, absl::string_view text, absl::string_view id) = 0;
};

// Appends {"id", "to", "text", "parts"} as a line of JSON to a file, for a gateway that reads it.
// Several processes may append to one file: lines are whole, and on the disk before kAccepted. A
// message whose sender crashed in between may be there twice, with the same id.
class FileSmsSender : public SmsSender {
 public:
  explicit FileSmsSender(std::string path) : path_(std::move(path)) {}

  // kPermanent for a number that is none or a text that is not UTF-8 or empty or takes more than
  // 255 parts; kUnreachable when the file cannot be written.
  Reply Send(absl::string_view to, absl::string_view text, absl::string_view id) override;

 private:
  const std::string path_;
};

}  // namespace tarazy::notifications
