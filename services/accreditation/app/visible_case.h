// What of a case its viewer may see.
#pragma once

#include "absl/status/status.h"
#include "services/accreditation/app/viewer.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

// The member whose token this is; null when nobody's.
const v1::Member* MemberOf(const v1::Case& record, const Viewer& viewer);

// NOT_FOUND for those who may not know that the case is there: commissions see the cases they sit
// in, institutions their own, the public none.
absl::Status CheckSees(const v1::Case& record, const Viewer& viewer);

// Takes out what he may not see. Members of the commission see each other's marks once the report
// stands (the chair always), so that first marks are independent; the institution sees marks,
// findings and proposals from the fact check on, and never single experts' marks, their ties or who
// they are to the agency.
void Redact(v1::Case& record, const Viewer& viewer);

}  // namespace tarazy::accreditation
