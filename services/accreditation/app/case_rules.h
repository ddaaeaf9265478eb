// What a case asks of the decision that ends it. For the files that record decisions.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "common/base/faults.h"
#include "services/accreditation/app/case_facts.h"
#include "services/accreditation/domain/register/act.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// Faults: another agency or kind than the case's, before the visit's end, a term that the framework
// does not offer, a conditional grant without conditions of the case, a deviation without a reason.
// Fills `deviates_from`. `act` is the decision's.
void CheckAgainstCase(const CaseFacts& facts, const Act& act, v1::Decision& decision,
                      Faults& problems);

// The reports that a grant obliges to, by the framework's rules, in the order of their days: those
// due before it ends.
void SetObligations(const v1::ProcedureRules& rules, const Act& act, v1::Decision& decision);

// FAILED_PRECONDITION CASE_STATE unless the case stands before the council, or is decided and its
// decision about the subject has fallen since: `has_decision` tells.
absl::Status CheckCaseState(const CaseFacts& facts, const v1::Decision& decision,
                            bool has_decision);

}  // namespace tarazy::accreditation
