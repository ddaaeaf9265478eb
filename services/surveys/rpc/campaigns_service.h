// CampaignsService over gRPC.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/seal.h"
#include "common/rpc/call.h"
#include "common/rpc/runtime.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "tarazy/surveys/v1/campaigns_service.grpc.pb.h"

namespace tarazy::surveys {

class CampaignsService final : public v1::CampaignsService::Service {
 public:
  CampaignsService(rpc::Runtime& runtime, const SurveyData& data, RunningCampaigns& campaigns,
                   const BallotSealer& sealer, const Secret& secret)
      : runtime_(runtime), data_(data), campaigns_(campaigns), sealer_(sealer), secret_(secret) {}

  grpc::Status OpenCampaign(grpc::ServerContext* context, const v1::OpenCampaignRequest* request,
                            v1::OpenCampaignResponse* response) override;
  grpc::Status OpenNextWave(grpc::ServerContext* context, const v1::OpenNextWaveRequest* request,
                            v1::OpenNextWaveResponse* response) override;
  grpc::Status GetCampaign(grpc::ServerContext* context, const v1::GetCampaignRequest* request,
                           v1::GetCampaignResponse* response) override;
  grpc::Status ListCampaigns(grpc::ServerContext* context, const v1::ListCampaignsRequest* request,
                             v1::ListCampaignsResponse* response) override;
  grpc::Status CloseCampaign(grpc::ServerContext* context, const v1::CloseCampaignRequest* request,
                             v1::CloseCampaignResponse* response) override;
  grpc::Status GetParticipation(grpc::ServerContext* context,
                                const v1::GetParticipationRequest* request,
                                v1::GetParticipationResponse* response) override;
  grpc::Status RemindCampaign(grpc::ServerContext* context,
                              const v1::RemindCampaignRequest* request,
                              v1::RemindCampaignResponse* response) override;

 private:
  // Opens what `prepare` gives, once per request_id.
  template <typename Request, typename Response>
  absl::Status OpenOnce(const rpc::Call& call, const Request& request, Response* response,
                        absl::FunctionRef<absl::StatusOr<v1::Campaign>(sql::Tx&)> prepare);

  rpc::Runtime& runtime_;
  const SurveyData data_;
  RunningCampaigns& campaigns_;
  const BallotSealer& sealer_;
  const Secret& secret_;
};

}  // namespace tarazy::surveys
