#include "services/surveys/rpc/results_service.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/surveys/app/results/comments.h"
#include "services/surveys/app/results/import_tables.h"
#include "services/surveys/app/results/record_requests.h"
#include "services/surveys/rpc/caller.h"

namespace tarazy::surveys {
namespace {

constexpr char kCampaign[] = "campaigns/*";
constexpr char kComment[] = "campaigns/*/comments/*";
constexpr char kRecordRequest[] = "campaigns/*/recordRequests/*";

Audience AudienceOf(const rpc::Call& call, bool as_public = false) {
  return {.staff = IsStaff(call), .as_public = as_public};
}

bool IsReviewer(const rpc::Call& call) {
  return call.principal.role == common::v1::ROLE_ADMIN ||
         call.principal.role == common::v1::ROLE_METHODOLOGIST;
}

}  // namespace

grpc::Status ResultsService::GetResults(grpc::ServerContext* context,
                                        const v1::GetResultsRequest* request,
                                        v1::GetResultsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ResultsQuery query{.by_stratum = request->by_stratum(),
                       .questions = {request->questions().begin(), request->questions().end()},
                       .filter = request->filter()};
    ASSIGN_OR_RETURN(query.campaign, rpc::ParseId("campaign", kCampaign, request->campaign()));
    ASSIGN_OR_RETURN(*response->mutable_results(),
                     results_.Results(call, query, AudienceOf(call, request->as_public())));
    return absl::OkStatus();
  });
}

grpc::Status ResultsService::CrossTabulate(grpc::ServerContext* context,
                                           const v1::CrossTabulateRequest* request,
                                           v1::CrossTabulateResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    CrossQuery query{
        .row = request->row(), .column = request->column(), .stratum = request->stratum()};
    ASSIGN_OR_RETURN(query.campaign, rpc::ParseId("campaign", kCampaign, request->campaign()));
    ASSIGN_OR_RETURN(*response->mutable_table(),
                     results_.Cross(call, query, AudienceOf(call, request->as_public())));
    return absl::OkStatus();
  });
}

grpc::Status ResultsService::GetDataQuality(grpc::ServerContext* context,
                                            const v1::GetDataQualityRequest* request,
                                            v1::GetDataQualityResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id,
                     rpc::ParseId("campaign", kCampaign, request->campaign()));
    ASSIGN_OR_RETURN(*response->mutable_quality(), results_.Quality(call, id, AudienceOf(call)));
    return absl::OkStatus();
  });
}

grpc::Status ResultsService::CompareWaves(grpc::ServerContext* context,
                                          const v1::CompareWavesRequest* request,
                                          v1::CompareWavesResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string before,
                     rpc::ParseId("before", kCampaign, request->before()));
    ASSIGN_OR_RETURN(const std::string after, rpc::ParseId("after", kCampaign, request->after()));
    ASSIGN_OR_RETURN(*response->mutable_comparison(),
                     results_.Compare(call, before, after, AudienceOf(call, request->as_public())));
    return absl::OkStatus();
  });
}

grpc::Status ResultsService::GetFigure(grpc::ServerContext* context,
                                       const v1::GetFigureRequest* request,
                                       v1::GetFigureResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id,
                     rpc::ParseId("campaign", kCampaign, request->campaign()));
    if (!request->institution().empty()) {
      RETURN_IF_ERROR(
          rpc::ParseId("institution", "institutions/*", request->institution()).status());
    }
    const WantedFigure wanted{.question = request->question(),
                              .statistic = request->statistic(),
                              .choice = request->choice(),
                              .institution = request->institution()};
    ASSIGN_OR_RETURN(*response->mutable_figure(),
                     results_.Figure(call, id, wanted, AudienceOf(call, request->as_public())));
    return absl::OkStatus();
  });
}

grpc::Status ResultsService::ImportTables(grpc::ServerContext* context,
                                          const v1::ImportTablesRequest* request,
                                          v1::ImportTablesResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, data_.control, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(ImportedTables imported,
                         surveys::ImportTables(tx, request->campaign(), request->source(),
                                               request->population(), PersonOf(call), call.now));
        *response->mutable_campaign() = std::move(imported.campaign);
        response->mutable_campaign()->set_state(v1::CAMPAIGN_STATE_CLOSED);
        *response->mutable_findings() = {imported.findings.begin(), imported.findings.end()};
        response->set_tables(imported.tables);
        return absl::OkStatus();
      });
}

grpc::Status ResultsService::ListComments(grpc::ServerContext* context,
                                          const v1::ListCommentsRequest* request,
                                          v1::ListCommentsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id,
                     rpc::ParseId("campaign", kCampaign, request->campaign()));
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    if (!v1::CommentState_IsValid(request->state())) {
      return InvalidField("state", "is no state of a comment");
    }
    ASSIGN_OR_RETURN(const ReadableCampaign readable,
                     OpenToRead(call, data_, campaigns_, id, AudienceOf(call)));
    if (!request->question().empty() && !readable.form().Find(request->question()).has_value()) {
      return InvalidField("question", "is no question of the questionnaire");
    }
    ASSIGN_OR_RETURN(CommentPage comments,
                     ReadComments(call, data_, readable,
                                  {.question = request->question(),
                                   .state = request->state(),
                                   .after = page.first() ? "" : page.after[0]},
                                  page.size, IsReviewer(call)));
    for (v1::Comment& comment : comments.comments) *response->add_comments() = std::move(comment);
    if (!comments.next.empty()) {
      response->set_next_page_token(runtime_.pages.Next(*request, {comments.next}));
    }
    return absl::OkStatus();
  });
}

grpc::Status ResultsService::ReviewComment(grpc::ServerContext* context,
                                           const v1::ReviewCommentRequest* request,
                                           v1::ReviewCommentResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, data_.ballots, *request, response,
      [&](const rpc::Call&, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto ids, rpc::ParseName("name", kComment, request->name()));
        ASSIGN_OR_RETURN(*response->mutable_comment(), ReviewOf(tx, ids[0], ids[1],
                                                                {.state = request->state(),
                                                                 .text = request->text(),
                                                                 .reason = request->reason()}));
        return absl::OkStatus();
      });
}

grpc::Status ResultsService::RequestRecords(grpc::ServerContext* context,
                                            const v1::RequestRecordsRequest* request,
                                            v1::RequestRecordsResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, data_.control, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         rpc::ParseId("campaign", kCampaign, request->campaign()));
        ASSIGN_OR_RETURN(const int64_t number, surveys::RequestRecords(tx, id, request->reason(),
                                                                       PersonOf(call), call.now));
        response->set_name(absl::StrCat("campaigns/", id, "/recordRequests/", number));
        return absl::OkStatus();
      });
}

grpc::Status ResultsService::ApproveRecords(grpc::ServerContext* context,
                                            const v1::ApproveRecordsRequest* request,
                                            v1::ApproveRecordsResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, data_.control, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto ids, rpc::ParseName("name", kRecordRequest, request->name()));
        int64_t number = 0;
        if (!absl::SimpleAtoi(ids[1], &number)) {
          return InvalidField("name", "ends in the request's number");
        }
        ASSIGN_OR_RETURN(const absl::Time until,
                         surveys::ApproveRecords(tx, ids[0], number, PersonOf(call), call.now));
        response->set_until(IsoTime(until));
        return absl::OkStatus();
      });
}

}  // namespace tarazy::surveys
