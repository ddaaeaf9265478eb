// Whether a text counts the coordinator among the members of the commission.
#pragma once

#include "services/accreditation/domain/report_lint/subject.h"

namespace tarazy::accreditation::report_lint {

// The claim is the number of all members, and right only when the coordinator is one of them:
// composition says so, narrative_against_table does not repeat it.
bool CountsTheCoordinator(const Subject& subject, const v1::Claim& claim);

}  // namespace tarazy::accreditation::report_lint
