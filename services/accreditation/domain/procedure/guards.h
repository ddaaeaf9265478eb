// What a case still needs to come to a state. docs/accreditation.md has the table.
#pragma once

#include "absl/time/civil_time.h"
#include "common/base/faults.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// All of it at once, by field; none: the case may be in `state` from `today` on. Whether the state
// may follow at all is asked of NextStates. Not asked here: whether the report contradicts itself
// (before the council), whether the council decided (decided, published) and whether an appeal was
// lodged.
Faults MissingFor(const v1::Case& record, const v1::Framework& framework, v1::CaseState state,
                  absl::CivilDay today);

}  // namespace tarazy::accreditation
