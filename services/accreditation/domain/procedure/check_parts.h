// The parts of CheckCase, one file each.
#pragma once

#include "common/base/faults.h"
#include "services/accreditation/domain/procedure/references.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// What every part reads.
struct Checked {
  const v1::Case& record;
  const v1::Framework& framework;
  const References known;
};

void CheckProgrammes(const Checked& checked, Faults& problems);
void CheckCommission(const Checked& checked, Faults& problems);
void CheckVisit(const Checked& checked, Faults& problems);
void CheckMarks(const Checked& checked, Faults& problems);
void CheckFindings(const Checked& checked, Faults& problems);
void CheckFollowUp(const Checked& checked, Faults& problems);
void CheckProposals(const Checked& checked, Faults& problems);
void CheckHistory(const Checked& checked, Faults& problems);
void CheckDocuments(const Checked& checked, Faults& problems);

}  // namespace tarazy::accreditation
