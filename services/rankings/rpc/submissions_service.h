// SubmissionsService over gRPC.
#pragma once

#include "common/rpc/channel_provider.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/rankings/v1/submissions_service.grpc.pb.h"

namespace tarazy::rankings {

class SubmissionsService final : public v1::SubmissionsService::Service {
 public:
  SubmissionsService(rpc::Runtime& runtime, sql::Database& database, rpc::ChannelProvider& channels)
      : runtime_(runtime), database_(database), channels_(channels) {}

  grpc::Status GetTemplate(grpc::ServerContext* context, const v1::GetTemplateRequest* request,
                           v1::GetTemplateResponse* response) override;
  grpc::Status SubmitValues(grpc::ServerContext* context, const v1::SubmitValuesRequest* request,
                            v1::SubmitValuesResponse* response) override;
  grpc::Status VerifyValues(grpc::ServerContext* context, const v1::VerifyValuesRequest* request,
                            v1::VerifyValuesResponse* response) override;
  grpc::Status DisputeValues(grpc::ServerContext* context, const v1::DisputeValuesRequest* request,
                             v1::DisputeValuesResponse* response) override;
  grpc::Status AnswerDispute(grpc::ServerContext* context, const v1::AnswerDisputeRequest* request,
                             v1::AnswerDisputeResponse* response) override;
  grpc::Status SettleDispute(grpc::ServerContext* context, const v1::SettleDisputeRequest* request,
                             v1::SettleDisputeResponse* response) override;
  grpc::Status ListSubmissions(grpc::ServerContext* context,
                               const v1::ListSubmissionsRequest* request,
                               v1::ListSubmissionsResponse* response) override;
  grpc::Status CheckValues(grpc::ServerContext* context, const v1::CheckValuesRequest* request,
                           grpc::ServerWriter<v1::CheckValuesResponse>* writer) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  rpc::ChannelProvider& channels_;
};

}  // namespace tarazy::rankings
