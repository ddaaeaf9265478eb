// Whether a criterion concerns a programme, as far as the case says.
#pragma once

#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

enum class Concerns { kYes, kNo, kUnknown };

// `review` is null for an institution as a whole. "Graduates" are those whom a cohort can have
// brought forth by the visit's last day: the first admission plus the normal duration.
Concerns ConcernsProgramme(const v1::Case& record, const v1::Criterion& criterion,
                           const v1::ProgrammeReview* review);

}  // namespace tarazy::accreditation
