// The eight steps that a university takes through any external procedure, by its quality handbook:
// decision, order, working group, self-assessment, report, external evaluation, action plan,
// results on the web site.
#pragma once

#include <vector>

#include "common/base/faults.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

struct InstitutionStanding {
  // What comes next; UNSPECIFIED when all eight were taken.
  v1::InstitutionStepKind next = v1::INSTITUTION_STEP_KIND_UNSPECIFIED;
  // Not taken, although a later one was.
  std::vector<v1::InstitutionStepKind> skipped;
  // Not taken at all, skipped ones included, in order.
  std::vector<v1::InstitutionStepKind> missing;
};

InstitutionStanding StandingOf(const v1::Case& record);

// A step that was taken before one that precedes it. A step may be taken again (the evaluation is
// followed by periodic monitoring, each with a plan of its own); its first day counts.
void CheckInstitutionSteps(const v1::Case& record, Faults& problems);

}  // namespace tarazy::accreditation
