#include "services/surveys/rpc/export_rpc.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/export/export_records.h"
#include "services/surveys/app/export/results_csv.h"
#include "services/surveys/app/export/results_ddi.h"
#include "services/surveys/app/export/results_spss.h"

namespace tarazy::surveys {
namespace {

std::string LanguageOf(const v1::ExportResultsRequest& request) {
  return request.language().empty() ? "en" : request.language();
}

auto SendTo(ExportWriter& writer) {
  return [&writer](absl::string_view piece) -> absl::Status {
    v1::ExportResultsResponse response;
    response.set_data(std::string(piece));
    if (!writer.Write(response)) return absl::CancelledError("the caller hung up");
    return absl::OkStatus();
  };
}

}  // namespace

absl::Status CheckExport(const v1::ExportResultsRequest& request) {
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

absl::Status WriteExport(const v1::ExportResultsRequest& request, const v1::Results& results,
                         const v1::Campaign& campaign, const v1::Questionnaire& questionnaire,
                         absl::Time now, ExportWriter& writer) {
  RETURN_IF_ERROR(CheckExport(request));
  const std::string language = LanguageOf(request);
  const auto send = SendTo(writer);
  switch (request.format()) {
    case v1::EXPORT_FORMAT_SPSS:
      return WriteResultsSav(results, language, now, send);
    case v1::EXPORT_FORMAT_DDI:
      return WriteResultsDdi(results, campaign, questionnaire, language, send);
    default:
      return WriteResultsCsv(results, language, send);
  }
}

absl::Status WriteRecords(const v1::ExportResultsRequest& request, const rpc::Call& call,
                          sql::Database& ballots, const RunningCampaign& campaign,
                          ExportWriter& writer) {
  RETURN_IF_ERROR(CheckExport(request));
  if (campaign.campaign.kind() == v1::CAMPAIGN_KIND_TABLES ||
      campaign.campaign.ballots() == v1::BALLOT_MODE_COUNTERS) {
    return FailedPrecondition(
        Reason::kRecordsNeeded,
        absl::StrCat(campaign.campaign.name(), " has no records: only counts are known"));
  }
  return ExportRecords(call, ballots, campaign, LanguageOf(request), call.now, SendTo(writer));
}

}  // namespace tarazy::surveys
