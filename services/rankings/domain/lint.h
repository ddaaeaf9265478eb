// Consistency rules over a methodology; one file per rule or small family in lint/.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

// All findings, errors before warnings, in tree order inside a rule; acknowledged ones are marked.
std::vector<Finding> Lint(const Methodology& methodology);

// Marks what the methodology acknowledges, and adds `unused_acknowledgement` for the rest.
void ApplyAcknowledgements(const Methodology& methodology, std::vector<Finding>& findings);

// False for the rules that no reason can excuse: a methodology that has them cannot be computed.
bool CanBeAcknowledged(absl::string_view rule);

bool HasUnacknowledgedErrors(absl::Span<const Finding> findings);

}  // namespace tarazy::rankings
