// Whether an act fits what the register holds.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/accreditation/domain/register/act.h"

namespace tarazy::accreditation {

struct ActFault {
  enum class Kind {
    kImpossible,  // the act itself: its dates, what it lacks
    kConflict,    // with what the line holds
    kAppeal,      // too late, appealed already, cannot be appealed, has ended
  };
  Kind kind = Kind::kImpossible;
  std::string field;  // as in the contract's Decision and Appeal
  std::string description;
};

struct ActRules {
  int appeal_days = 0;  // after the day of the decision; 0: for ever
  // Recorded from papers of before this register: it may have begun before it was taken, and a
  // grant may have no end.
  bool historical = false;
};

// Everything that is wrong with taking `act` after `acts`, those of its line; empty when it fits.
// Where the act has no recorded time and number yet, they play no part.
std::vector<ActFault> CheckAct(absl::Span<const Act> acts, const Act& act, const ActRules& rules);

}  // namespace tarazy::accreditation
