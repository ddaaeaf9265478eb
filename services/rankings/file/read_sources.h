// Who may state a variable and how far statements may differ: the keys `sources`, `tolerance` and
// `max_change`, at the top of the file for all variables and inside one for itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/rankings/domain/methodology.h"
#include "services/rankings/file/fields.h"

namespace tarazy::rankings {

struct SourceRules {
  std::vector<std::string> sources;
  std::optional<double> tolerance;
  std::optional<double> max_change;
};

// Faults: a source that is no id, stands there twice or is not among `declared` (unless that is
// null); a tolerance outside 0 to 1; a negative max_change.
SourceRules ReadSourceRules(Fields& fields, const std::vector<std::string>* declared);

// Gives `variable` its own rules, and those of the whole file where it has none.
void Apply(const SourceRules& own, const SourceRules& whole, Variable& variable);

}  // namespace tarazy::rankings
