// When an accreditation ends by itself.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/accreditation/domain/register/act.h"

namespace tarazy::accreditation {

struct Expiry {
  std::string decision;     // the grant that holds on the last day
  absl::CivilDay last_day;  // of the accreditation

  bool operator==(const Expiry&) const = default;
};

// The end of the line's last stretch of accreditation, from what is known, when that end lies not
// before `today` and is the end of a term: nothing for a withdrawal or a suspension that does not
// end before the term, nor for a grant without an end.
std::optional<Expiry> ExpiryOf(absl::Span<const Act> acts, absl::CivilDay today);

}  // namespace tarazy::accreditation
