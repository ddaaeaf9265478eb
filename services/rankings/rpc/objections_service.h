// ObjectionsService over gRPC.
#pragma once

#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/rankings/v1/objections_service.grpc.pb.h"

namespace tarazy::rankings {

class ObjectionsService final : public v1::ObjectionsService::Service {
 public:
  ObjectionsService(rpc::Runtime& runtime, sql::Database& database)
      : runtime_(runtime), database_(database) {}

  grpc::Status ReleasePreliminary(grpc::ServerContext* context,
                                  const v1::ReleasePreliminaryRequest* request,
                                  v1::ReleasePreliminaryResponse* response) override;
  grpc::Status CreateObjection(grpc::ServerContext* context,
                               const v1::CreateObjectionRequest* request,
                               v1::CreateObjectionResponse* response) override;
  grpc::Status ResolveObjection(grpc::ServerContext* context,
                                const v1::ResolveObjectionRequest* request,
                                v1::ResolveObjectionResponse* response) override;
  grpc::Status ListObjections(grpc::ServerContext* context,
                              const v1::ListObjectionsRequest* request,
                              v1::ListObjectionsResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
};

}  // namespace tarazy::rankings
