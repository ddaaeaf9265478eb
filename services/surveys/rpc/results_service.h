// ResultsService over gRPC.
#pragma once

#include "common/cache/tiered_cache.h"
#include "common/rpc/runtime.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "services/surveys/app/results/campaign_results.h"
#include "tarazy/surveys/v1/results_service.grpc.pb.h"

namespace tarazy::surveys {

class ResultsService final : public v1::ResultsService::Service {
 public:
  ResultsService(rpc::Runtime& runtime, const SurveyData& data, RunningCampaigns& campaigns,
                 cache::TieredCache& cache)
      : runtime_(runtime), data_(data), campaigns_(campaigns), results_(data, campaigns, cache) {}

  grpc::Status GetResults(grpc::ServerContext* context, const v1::GetResultsRequest* request,
                          v1::GetResultsResponse* response) override;
  grpc::Status CrossTabulate(grpc::ServerContext* context, const v1::CrossTabulateRequest* request,
                             v1::CrossTabulateResponse* response) override;
  grpc::Status GetDataQuality(grpc::ServerContext* context,
                              const v1::GetDataQualityRequest* request,
                              v1::GetDataQualityResponse* response) override;
  grpc::Status CompareWaves(grpc::ServerContext* context, const v1::CompareWavesRequest* request,
                            v1::CompareWavesResponse* response) override;
  grpc::Status GetFigure(grpc::ServerContext* context, const v1::GetFigureRequest* request,
                         v1::GetFigureResponse* response) override;
  grpc::Status ImportTables(grpc::ServerContext* context, const v1::ImportTablesRequest* request,
                            v1::ImportTablesResponse* response) override;
  grpc::Status ListComments(grpc::ServerContext* context, const v1::ListCommentsRequest* request,
                            v1::ListCommentsResponse* response) override;
  grpc::Status ReviewComment(grpc::ServerContext* context, const v1::ReviewCommentRequest* request,
                             v1::ReviewCommentResponse* response) override;
  grpc::Status RequestRecords(grpc::ServerContext* context,
                              const v1::RequestRecordsRequest* request,
                              v1::RequestRecordsResponse* response) override;
  grpc::Status ApproveRecords(grpc::ServerContext* context,
                              const v1::ApproveRecordsRequest* request,
                              v1::ApproveRecordsResponse* response) override;
  // export_rpc.cc
  grpc::Status ExportResults(grpc::ServerContext* context, const v1::ExportResultsRequest* request,
                             grpc::ServerWriter<v1::ExportResultsResponse>* writer) override;

 private:
  rpc::Runtime& runtime_;
  const SurveyData data_;
  RunningCampaigns& campaigns_;
  CampaignResults results_;
};

}  // namespace tarazy::surveys
