#include "services/surveys/store/control/record_request_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::surveys {

using sql::V;

absl::StatusOr<int64_t> InsertRecordRequest(sql::Tx& tx, const RecordRequest& request) {
  int64_t number = 0;
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT COALESCE(MAX(number), 0) + 1 FROM record_request WHERE campaign = ?1",
                  {V(request.campaign)}, [&](const sql::Row& row) { number = row.Int(0); })
          .status());
  RETURN_IF_ERROR(tx.Exec("INSERT INTO record_request (campaign, number, reason, requested_at, "
                          "requested_by) VALUES (?1, ?2, ?3, ?4, ?5)",
                          {V(request.campaign), V(number), V(request.reason), V(request.requested),
                           V(request.requested_by)})
                      .status());
  return number;
}

absl::StatusOr<RecordRequest> LoadRecordRequest(sql::Tx& tx, absl::string_view campaign,
                                                int64_t number) {
  RecordRequest request{.campaign = std::string(campaign), .number = number};
  ASSIGN_OR_RETURN(const bool found,
                   tx.QueryOne("SELECT reason, requested_at, requested_by, approved_by, "
                               "approved_until FROM record_request WHERE campaign = ?1 AND number "
                               "= ?2",
                               {V(campaign), V(number)}, [&](const sql::Row& row) {
                                 request.reason = row.Text(0);
                                 request.requested = row.Time(1);
                                 request.requested_by = row.Text(2);
                                 if (!row.IsNull(3)) request.approved_by = row.Text(3);
                                 if (!row.IsNull(4)) request.approved_until = row.Time(4);
                               }));
  if (!found) {
    return NotFound("request for records",
                    absl::StrCat("campaigns/", campaign, "/recordRequests/", number));
  }
  return request;
}

absl::Status SetApproved(sql::Tx& tx, const RecordRequest& request, absl::string_view by,
                         absl::Time until) {
  return tx
      .Exec(
          "UPDATE record_request SET approved_by = ?3, approved_until = ?4 WHERE campaign = ?1 AND "
          "number = ?2",
          {V(request.campaign), V(request.number), V(by), V(until)})
      .status();
}

}  // namespace tarazy::surveys
