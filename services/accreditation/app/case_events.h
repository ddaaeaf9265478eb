// Keeps changes of cases and tells the other services what is new in them (docs of the payloads:
// tarazy/accreditation/v1/event.proto): in one place, by comparing the case with what it was.
#pragma once

#include "absl/status/status.h"
#include "common/sql/database.h"
#include "services/accreditation/store/case_store.h"

namespace tarazy::accreditation {

// SaveCase and InsertCase of the store, with the events of what differs: the state, and the
// findings that are followed up with the days on which they are due.
absl::Status SaveAndTell(sql::Tx& tx, const v1::Case& before, v1::Case& after,
                         const CaseChange& change);
absl::Status InsertAndTell(sql::Tx& tx, v1::Case& record, const CaseChange& change);

}  // namespace tarazy::accreditation
