// Whether a visit's programme can be kept: sessions at once, privacy, and who has to be heard.
#pragma once

#include <vector>

#include "services/accreditation/domain/procedure/flaw.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// Only the commission may be there. A session that names no audience (a break, a journey) is not
// one.
bool CommissionOnly(const v1::Session& session);

// All flaws: sessions at once in their order, then on-line meetings, then audiences. All of them
// hard.
std::vector<Flaw> VisitFlaws(const v1::Case& record, const v1::Framework& framework);

}  // namespace tarazy::accreditation
