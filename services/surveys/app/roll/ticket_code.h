// Tickets as people hold them: "K7QM-2XWP-9RTD-4FHB", 80 bits in Crockford's base 32.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/base/seal.h"

namespace tarazy::surveys {

class TicketCodes {
 public:
  explicit TicketCodes(const Secret& secret) : key_(secret.Derive("surveys/tickets")) {}

  // The code of an entry of the roll: made of the installation's secret and the entry's random id,
  // so that nothing stored opens a ballot.
  std::string CodeOf(absl::string_view campaign, absl::string_view entry_id) const;

 private:
  const std::string key_;
};

// The code with its hyphens and capitals, however it was typed: case, spaces and hyphens do not
// matter, O is 0, I and L are 1. Nothing when it cannot be a code.
std::optional<std::string> ReadTicketCode(absl::string_view typed);

// SHA-256 of a code as ReadTicketCode gives it: what the roll knows of it.
std::string TicketDigest(absl::string_view code);

}  // namespace tarazy::surveys
