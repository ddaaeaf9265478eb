#include "services/surveys/app/results/record_requests.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/surveys/store/control/campaign_store.h"

namespace tarazy::surveys {
namespace {

constexpr size_t kMaxReason = 1000;  // bytes

}  // namespace

absl::StatusOr<int64_t> RequestRecords(sql::Tx& control, absl::string_view campaign,
                                       const std::string& reason, const std::string& by,
                                       absl::Time now) {
  if (reason.empty()) return InvalidField("reason", "say what the records are needed for");
  RETURN_IF_ERROR(CheckText("reason", reason, kMaxReason));
  ASSIGN_OR_RETURN(const StoredCampaign stored, LoadCampaign(control, campaign));
  if (stored.campaign.ballots() != v1::BALLOT_MODE_RECORDS ||
      stored.campaign.kind() == v1::CAMPAIGN_KIND_TABLES) {
    return FailedPrecondition(
        Reason::kRecordsNeeded,
        absl::StrCat("of ", stored.campaign.name(), " only counts are kept, no records"));
  }
  if (stored.stage != CampaignStage::kClosed) {
    return FailedPrecondition(
        Reason::kCampaignState,
        absl::StrCat("records of ", stored.campaign.name(), " exist once it is closed"));
  }
  return InsertRecordRequest(
      control,
      {.campaign = std::string(campaign), .reason = reason, .requested = now, .requested_by = by});
}

absl::StatusOr<absl::Time> ApproveRecords(sql::Tx& control, absl::string_view campaign,
                                          int64_t number, const std::string& by, absl::Time now) {
  ASSIGN_OR_RETURN(const RecordRequest request, LoadRecordRequest(control, campaign, number));
  if (request.requested_by == by) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kSecondPersonNeeded,
                     "who asks for records does not approve them");
  }
  if (request.approved_until.has_value()) return *request.approved_until;
  RETURN_IF_ERROR(SetApproved(control, request, by, now + kRecordsApproved));
  return now + kRecordsApproved;
}

absl::Status CheckApproved(sql::Tx& control, absl::string_view campaign, int64_t number,
                           absl::Time now) {
  ASSIGN_OR_RETURN(const RecordRequest request, LoadRecordRequest(control, campaign, number));
  if (request.approved_until.has_value() && now < *request.approved_until) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kApprovalNeeded,
                   request.approved_until.has_value()
                       ? "the approval of this request has expired: ask again"
                       : "nobody has approved this request");
}

}  // namespace tarazy::surveys
