// Whether a case fits its framework and itself.
#pragma once

#include "common/base/faults.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// Every fault at once, with the path of its field ("findings[3].deadline.fixed"): references that
// resolve to nothing, things said twice, days and states in an order that cannot be. The fields'
// own rules (formats, ranges, required, keys) are taken as kept. What the case has not come to yet
// is no fault; MissingFor tells that. The statements of its report are the report lint's.
Faults CheckCase(const v1::Case& record, const v1::Framework& framework);

}  // namespace tarazy::accreditation
