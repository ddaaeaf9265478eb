// Whether a commission may evaluate: who sits on it, who is tied to the institution, who is
// trained.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/accreditation/domain/procedure/flaw.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// All flaws, in the order: composition, assignment, then member by member. Training has to last
// until the visit's last day, or until `today` while no visit is planned. `city` is the
// institution's, from the registry; empty: not known, and nobody is told to be from there.
std::vector<Flaw> CommissionFlaws(const v1::Case& record, const v1::Framework& framework,
                                  absl::CivilDay today, absl::string_view city = "");

}  // namespace tarazy::accreditation
