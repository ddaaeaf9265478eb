// The guards, as guards.cc lists them by state.
#pragma once

#include "absl/time/civil_time.h"
#include "common/base/faults.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// What every guard reads.
struct Guarded {
  const v1::Case& record;
  const v1::Framework& framework;
  const absl::CivilDay today;
};

// Every criterion has a consensus mark for every reported programme; "not applicable" stands where,
// and only where, the framework lets a criterion not apply.
void NeedMarks(const Guarded& guarded, Faults& missing);
// A mark that says "strength" has a strength in its standard, one that says "improvement" or
// "failed" a recommendation or condition, for the same programme.
void NeedBackedMarks(const Guarded& guarded, Faults& missing);
// Conditions, and recommendations on a standard, say by when.
void NeedDeadlines(const Guarded& guarded, Faults& missing);

}  // namespace tarazy::accreditation
