// The states of a case and which may follow which; docs/accreditation.md draws them.
// Accreditations, certifications and internal audits take the same way, but not all of its steps.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

// Where the case stands; a case that says nothing was applied for.
v1::CaseState StateOf(const v1::Case& record);

// The states in their order, without those beside the way (returned, appealed, withdrawn).
absl::Span<const v1::CaseState> WayOf(v1::ProcedureType type);

// Cases of this type come through this state, or may.
bool HasState(v1::ProcedureType type, v1::CaseState state);

// Where the case may go now; empty at the end. An appeal leads back to where it came from.
std::vector<v1::CaseState> NextStates(const v1::Case& record);

// In a record of the past, `after` may be the next entry behind `before`: it is a next state, or it
// lies further on the way and the days of the steps between were not kept.
bool MayFollow(v1::ProcedureType type, v1::CaseState before, v1::CaseState after);

}  // namespace tarazy::accreditation
