// The parts of CheckCase, one file each.
#pragma once

#include "services/accreditation/domain/procedure/references.h"
#include "services/accreditation/domain/record/problems.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// What every part reads.
struct Checked {
  const v1::Case& record;
  const v1::Framework& framework;
  const References known;
};

void CheckProgrammes(const Checked& checked, Problems& problems);
void CheckCommission(const Checked& checked, Problems& problems);
void CheckVisit(const Checked& checked, Problems& problems);
void CheckMarks(const Checked& checked, Problems& problems);
void CheckFindings(const Checked& checked, Problems& problems);
void CheckFollowUp(const Checked& checked, Problems& problems);
void CheckProposals(const Checked& checked, Problems& problems);
void CheckHistory(const Checked& checked, Problems& problems);
void CheckDocuments(const Checked& checked, Problems& problems);

}  // namespace tarazy::accreditation
