// What is wrong with a decision, before the register is asked and after. For the files that record.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/faults.h"
#include "services/accreditation/app/registered_units.h"
#include "services/accreditation/domain/register/check_act.h"
#include "services/accreditation/store/register_store.h"

namespace tarazy::accreditation {

// The fields by themselves: their rules, a subject that the registry knows, no day in the future.
void CheckFields(const v1::Decision& decision, absl::CivilDay today, const RegisteredUnits& units,
                 absl::string_view path, Faults& problems);

// The copy that the register keeps of what the registry says. The subject must be in `units`.
RegisteredSubject SubjectOf(const RegisteredUnits& units, const std::string& subject);

// The faults of an act as a status: INVALID_ARGUMENT when it is impossible by itself, else
// FAILED_PRECONDITION REGISTER_CONFLICT or APPEAL_STATE; all of them are named.
absl::Status ToStatus(const std::vector<ActFault>& faults, absl::string_view what);

}  // namespace tarazy::accreditation
