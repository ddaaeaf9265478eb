#include "services/accreditation/domain/procedure/check_case.h"

#include "services/accreditation/domain/procedure/check_parts.h"
#include "services/accreditation/domain/procedure/institution_steps.h"

namespace tarazy::accreditation {

Faults CheckCase(const v1::Case& record, const v1::Framework& framework) {
  const Checked checked{record, framework, References(record, framework)};
  Faults problems;
  CheckHistory(checked, problems);
  CheckProgrammes(checked, problems);
  CheckCommission(checked, problems);
  CheckVisit(checked, problems);
  CheckInstitutionSteps(record, problems);
  CheckMarks(checked, problems);
  CheckFindings(checked, problems);
  CheckFollowUp(checked, problems);
  CheckProposals(checked, problems);
  CheckDocuments(checked, problems);
  return problems;
}

}  // namespace tarazy::accreditation
