// A decision comes into the register.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/app/append_register.h"
#include "services/accreditation/app/case_facts.h"
#include "services/accreditation/app/registered_units.h"
#include "services/accreditation/app/viewer.h"
#include "services/accreditation/store/register_store.h"

namespace tarazy::accreditation {

// At most so many in one import.
inline constexpr int kMaxImportedDecisions = 10000;

// Who records, when, and what the registry says about the subjects.
struct RecordingBy {
  Viewer by;
  absl::Time now;
  absl::CivilDay today;  // of the agency
  RegisteredUnits units;
  CertificateBook* certificates = nullptr;  // null: none are issued
};

// With a case, it takes the case to decided when every subject has its decision (a deferral is none
// yet). Errors: INVALID_ARGUMENT (every fault), NOT_FOUND (the case, the subject, what it acts on),
// ALREADY_EXISTS, FAILED_PRECONDITION NO_QUORUM, REGISTER_CONFLICT or CASE_STATE,
// PERMISSION_DENIED: CONFLICT_OF_INTEREST (who voted sat on the commission), SECOND_PERSON_NEEDED
// (so did who records it), or historical and not by the administrator.
absl::StatusOr<v1::Decision> RecordDecision(sql::Tx& tx, CaseBook& cases, const RecordingBy& by,
                                            v1::Decision decision);

// Decisions of before this register, in the order of their recording, all or nothing. They become
// known together. Errors: INVALID_ARGUMENT IMPORT_REJECTED with every fault of every decision.
absl::StatusOr<std::vector<v1::Decision>> ImportDecisions(sql::Tx& tx, const RecordingBy& by,
                                                          std::vector<v1::Decision> decisions);

// The rules that hold for a decision: of the case that it ends, or that what it acts on ended; none
// of them for decisions of before the register. Errors: NOT_FOUND.
absl::StatusOr<std::optional<CaseFacts>> FactsOf(sql::Tx& tx, CaseBook& cases,
                                                 const v1::Decision& decision);

}  // namespace tarazy::accreditation
