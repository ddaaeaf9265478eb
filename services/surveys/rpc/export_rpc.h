// What ResultsService.ExportResults sends.
#pragma once

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "tarazy/surveys/v1/results_service.grpc.pb.h"

namespace tarazy::surveys {

using ExportWriter = grpc::ServerWriter<v1::ExportResultsResponse>;

// INVALID_ARGUMENT for an unknown format or language, and for records that are not wanted as SPSS
// (or as nothing in particular, which is SPSS for them).
absl::Status CheckExport(const v1::ExportResultsRequest& request);

// The results under the disclosure control that `results` came through. `campaign` with its
// participation as this caller may see it. Errors: CheckExport's; CANCELLED when the caller hung
// up.
absl::Status WriteExport(const v1::ExportResultsRequest& request, const v1::Results& results,
                         const v1::Campaign& campaign, const v1::Questionnaire& questionnaire,
                         absl::Time now, ExportWriter& writer);

// The records. The caller of this has checked that `request.records` is approved and that the
// campaign is closed. Errors: CheckExport's; FAILED_PRECONDITION RECORDS_NEEDED when the campaign
// keeps none; those of ExportRecords; CANCELLED.
absl::Status WriteRecords(const v1::ExportResultsRequest& request, const rpc::Call& call,
                          sql::Database& ballots, const RunningCampaign& campaign,
                          ExportWriter& writer);

}  // namespace tarazy::surveys
