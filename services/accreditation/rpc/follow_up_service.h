// FollowUpService over gRPC.
#pragma once

#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/follow_up_service.grpc.pb.h"

namespace tarazy::accreditation {

class FollowUpService final : public v1::FollowUpService::Service {
 public:
  FollowUpService(rpc::Runtime& runtime, sql::Database& database)
      : runtime_(runtime), database_(database) {}

  grpc::Status ListFollowUps(grpc::ServerContext* context, const v1::ListFollowUpsRequest* request,
                             v1::ListFollowUpsResponse* response) override;
  grpc::Status RecordEvent(grpc::ServerContext* context, const v1::RecordEventRequest* request,
                           v1::RecordEventResponse* response) override;
  grpc::Status SubmitFollowUp(grpc::ServerContext* context,
                              const v1::SubmitFollowUpRequest* request,
                              v1::SubmitFollowUpResponse* response) override;
  grpc::Status ReviewFollowUp(grpc::ServerContext* context,
                              const v1::ReviewFollowUpRequest* request,
                              v1::ReviewFollowUpResponse* response) override;
  grpc::Status GetProgress(grpc::ServerContext* context, const v1::GetProgressRequest* request,
                           v1::GetProgressResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
};

}  // namespace tarazy::accreditation
