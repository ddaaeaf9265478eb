// When a programme's first students can have graduated.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation::report_lint {

// The normal duration after the admission, less the summer that a year of study does not use.
absl::CivilDay GraduationOf(absl::CivilDay admitted, int duration_months);

// Of the first admission; nothing when it or the duration is not known.
std::optional<absl::CivilDay> FirstGraduation(const v1::ProgrammeReview& review);

// The first day on which students admitted then can be in a semester, from 1: two a year, the
// second from the turn of the year.
absl::CivilDay BeginOfSemester(absl::CivilDay admitted, int semester);

}  // namespace tarazy::accreditation::report_lint
