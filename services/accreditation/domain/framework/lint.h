// Consistency rules over a framework; one file per rule or small family. docs/accreditation.md says
// what each of them means.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/accreditation/domain/framework/finding.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// All findings, rule by rule and inside a rule in the order of the file; those that the framework
// acknowledges are marked. The fields' own rules (formats, required, keys) are taken as kept.
std::vector<FrameworkFinding> LintFramework(const v1::Framework& framework);

// False for the rules that no reason can excuse: nothing can be marked or counted by such a
// framework.
bool CanBeAcknowledged(absl::string_view rule);

bool HasUnacknowledgedErrors(absl::Span<const FrameworkFinding> findings);

}  // namespace tarazy::accreditation
