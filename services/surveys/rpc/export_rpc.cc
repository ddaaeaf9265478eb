// ResultsService.ExportResults: a file, piece by piece.
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/resource_name.h"
#include "services/surveys/app/export/export_records.h"
#include "services/surveys/app/export/results_csv.h"
#include "services/surveys/app/export/results_ddi.h"
#include "services/surveys/app/export/results_spss.h"
#include "services/surveys/app/lifecycle/participation.h"
#include "services/surveys/app/results/record_requests.h"
#include "services/surveys/rpc/caller.h"
#include "services/surveys/rpc/results_service.h"
#include "services/surveys/store/control/campaign_store.h"

namespace tarazy::surveys {
namespace {

std::string LanguageOf(const v1::ExportResultsRequest& request) {
  return request.language().empty() ? "en" : request.language();
}

absl::Status CheckRequest(const v1::ExportResultsRequest& request) {
  const std::string language = LanguageOf(request);
  if (language != "kk" && language != "ru" && language != "en") {
    return InvalidField("language", "must be kk, ru or en");
  }
  if (!v1::ExportFormat_IsValid(request.format())) {
    return InvalidField("format", "must be CSV, SPSS or DDI");
  }
  if (!request.records().empty() && request.format() != v1::EXPORT_FORMAT_SPSS &&
      request.format() != v1::EXPORT_FORMAT_UNSPECIFIED) {
    return InvalidField("format", "must be SPSS: records are exported as nothing else");
  }
  return absl::OkStatus();
}

// An approval is of a request whose name is easy to guess: only those who may ask use it.
absl::Status CheckMayHaveRecords(const rpc::Call& call) {
  if (call.principal.role == common::v1::ROLE_ADMIN ||
      call.principal.role == common::v1::ROLE_METHODOLOGIST) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kApprovalNeeded,
                   "records are for those who may ask for them");
}

absl::StatusOr<int64_t> ParseRequest(const std::string& name, const std::string& campaign) {
  ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                   rpc::ParseName("records", "campaigns/*/recordRequests/*", name));
  int64_t number = 0;
  if (ids[0] != campaign || !absl::SimpleAtoi(ids[1], &number)) {
    return InvalidField("records",
                        absl::StrCat("must be a request for records of campaigns/", campaign));
  }
  return number;
}

// The campaign as it is told with its results: participation once it is frozen, to everybody as
// GetParticipation tells it.
absl::StatusOr<v1::Campaign> CampaignOf(sql::Tx& control, const std::string& id, bool to_staff) {
  ASSIGN_OR_RETURN(StoredCampaign stored, LoadCampaign(control, id));
  v1::Campaign campaign = std::move(stored.campaign);
  campaign.clear_participation();
  if (stored.stage == CampaignStage::kClosed) {
    const v1::ParticipationReport report =
        to_staff ? stored.participation : ForEverybody(stored.participation, campaign);
    *campaign.mutable_participation() = report.strata();
  }
  return campaign;
}

}  // namespace

grpc::Status ResultsService::ExportResults(grpc::ServerContext* context,
                                           const v1::ExportResultsRequest* request,
                                           grpc::ServerWriter<v1::ExportResultsResponse>* writer) {
  const auto send = [&](absl::string_view piece) -> absl::Status {
    v1::ExportResultsResponse response;
    response.set_data(std::string(piece));
    if (!writer->Write(response)) return absl::CancelledError("the caller hung up");
    return absl::OkStatus();
  };
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id,
                     rpc::ParseId("campaign", "campaigns/*", request->campaign()));
    RETURN_IF_ERROR(CheckRequest(*request));
    const std::string language = LanguageOf(*request);
    ASSIGN_OR_RETURN(const auto running, campaigns_.Find(call, id));
    if (!request->records().empty()) {
      RETURN_IF_ERROR(CheckMayHaveRecords(call));
      ASSIGN_OR_RETURN(const int64_t number, ParseRequest(request->records(), id));
      RETURN_IF_ERROR(data_.control.Read(
          call, [&](sql::Tx& tx) { return CheckApproved(tx, id, number, call.now); }));
      return ExportRecords(call, data_.ballots, *running, language, call.now, send);
    }
    ASSIGN_OR_RETURN(const v1::Results results,
                     results_.Results(call, {.campaign = id, .by_stratum = true},
                                      {.staff = IsStaff(call), .as_public = request->as_public()}));
    if (request->format() == v1::EXPORT_FORMAT_SPSS) {
      return WriteResultsSav(results, language, call.now, send);
    }
    if (request->format() != v1::EXPORT_FORMAT_DDI) {
      return WriteResultsCsv(results, language, send);
    }
    v1::Campaign campaign;
    RETURN_IF_ERROR(data_.control.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(campaign, CampaignOf(tx, id, IsStaff(call) && !request->as_public()));
      return absl::OkStatus();
    }));
    return WriteResultsDdi(results, campaign, running->form->questionnaire(), language, send);
  });
}

}  // namespace tarazy::surveys
