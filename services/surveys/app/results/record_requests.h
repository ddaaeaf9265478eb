// Whole ballots leave the house only when two people want it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/surveys/store/control/record_request_store.h"

namespace tarazy::surveys {

inline constexpr absl::Duration kRecordsApproved = absl::Hours(7 * 24);

// The request's number. Errors: NOT_FOUND; FAILED_PRECONDITION CAMPAIGN_STATE (not closed) or
// RECORDS_NEEDED (only counts are known); INVALID_ARGUMENT (the reason).
absl::StatusOr<int64_t> RequestRecords(sql::Tx& control, absl::string_view campaign,
                                       const std::string& reason, const std::string& by,
                                       absl::Time now);

// Until when they may be exported; of a request that is approved already, what was said then.
// Errors: NOT_FOUND; PERMISSION_DENIED SECOND_PERSON_NEEDED for who asked for them himself.
absl::StatusOr<absl::Time> ApproveRecords(sql::Tx& control, absl::string_view campaign,
                                          int64_t number, const std::string& by, absl::Time now);

// Errors: NOT_FOUND; PERMISSION_DENIED APPROVAL_NEEDED: not approved, or not any more.
absl::Status CheckApproved(sql::Tx& control, absl::string_view campaign, int64_t number,
                           absl::Time now);

}  // namespace tarazy::surveys
