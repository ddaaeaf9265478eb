#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/resource_name.h"
#include "services/accreditation/app/visible_case.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/cases_service.h"
#include "services/accreditation/rpc/describe_case.h"
#include "services/accreditation/rpc/survey_client.h"

namespace tarazy::accreditation {
namespace {

constexpr int kMostFigures = 100;

// A share is of a choice, and nothing else is; nothing is asked for twice.
absl::Status CheckFigures(const std::vector<v1::WantedFigure>& figures) {
  if (figures.size() > kMostFigures) {
    return InvalidField("figures", absl::StrCat("at most ", kMostFigures, " at once"));
  }
  std::set<std::string> seen;
  for (size_t i = 0; i < figures.size(); ++i) {
    const v1::WantedFigure& figure = figures[i];
    const std::string at = absl::StrCat("figures[", i, "]");
    RETURN_IF_ERROR(CheckId(absl::StrCat(at, ".question"), figure.question()));
    if (!v1::SurveyStatistic_IsValid(figure.statistic())) {
      return InvalidField(absl::StrCat(at, ".statistic"), "is none of the statistics");
    }
    const bool share =
        figure.statistic() == v1::SURVEY_STATISTIC_SHARE ||
        (figure.statistic() == v1::SURVEY_STATISTIC_UNSPECIFIED && !figure.choice().empty());
    if (share) {
      RETURN_IF_ERROR(CheckId(absl::StrCat(at, ".choice"), figure.choice()));
    } else if (!figure.choice().empty()) {
      return InvalidField(absl::StrCat(at, ".choice"),
                          "must be empty: only a share is of a choice");
    }
    const int statistic = share ? v1::SURVEY_STATISTIC_SHARE
                          : figure.statistic() == v1::SURVEY_STATISTIC_UNSPECIFIED
                              ? v1::SURVEY_STATISTIC_MEAN
                              : figure.statistic();
    if (!seen.insert(absl::StrCat(figure.question(), ":", figure.choice(), ":", statistic))
             .second) {
      return InvalidField(at, "is asked for twice");
    }
  }
  return absl::OkStatus();
}

}  // namespace

grpc::Status CasesService::TakeSurveyEvidence(grpc::ServerContext* context,
                                              const v1::TakeSurveyEvidenceRequest* request,
                                              v1::TakeSurveyEvidenceResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const Change change, ChangeOf(call, "name", request->name(), request->etag()));
    ASSIGN_OR_RETURN(const std::string campaign,
                     rpc::ParseId("campaign", "campaigns/*", request->campaign()));
    const std::vector<v1::WantedFigure> figures(request->figures().begin(),
                                                request->figures().end());
    RETURN_IF_ERROR(CheckFigures(figures));
    const std::string id = request->id().empty() ? campaign : request->id();
    RETURN_IF_ERROR(CheckId("id", id));
    // Who does not see the case does not learn of it by what surveys says.
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      return OpenForChange(tx, {.id = change.id, .by = change.by}).status();
    }));
    // Surveys is asked before the transaction.
    ASSIGN_OR_RETURN(v1::SurveyEvidence evidence,
                     AskSurvey(channels_, call, request->name(), request->campaign(), figures));
    evidence.set_id(id);
    return rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Case record,
                       tarazy::accreditation::TakeSurveyEvidence(tx, change, evidence));
      for (const v1::SurveyEvidence& one : record.survey_evidence()) {
        if (one.id() == id) *response->mutable_evidence() = one;
      }
      *response->mutable_case_record() = WithoutParts(record);
      return absl::OkStatus();
    });
  });
}

}  // namespace tarazy::accreditation
