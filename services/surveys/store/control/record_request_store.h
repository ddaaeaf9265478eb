// Requests for the records of a campaign.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace tarazy::surveys {

struct RecordRequest {
  std::string campaign;
  int64_t number = 0;  // from 1
  std::string reason;
  absl::Time requested;
  std::string requested_by;                  // "methodologist tokens/4f9c…"
  std::string approved_by;                   // empty: nobody
  std::optional<absl::Time> approved_until;  // the records may be exported before it
};

// Under the campaign's next number, which it returns.
absl::StatusOr<int64_t> InsertRecordRequest(sql::Tx& tx, const RecordRequest& request);
// NOT_FOUND when there is none.
absl::StatusOr<RecordRequest> LoadRecordRequest(sql::Tx& tx, absl::string_view campaign,
                                                int64_t number);
absl::Status SetApproved(sql::Tx& tx, const RecordRequest& request, absl::string_view by,
                         absl::Time until);

}  // namespace tarazy::surveys
