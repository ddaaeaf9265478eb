// FrameworksService over gRPC.
#pragma once

#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/frameworks_service.grpc.pb.h"

namespace tarazy::accreditation {

class FrameworksService final : public v1::FrameworksService::Service {
 public:
  FrameworksService(rpc::Runtime& runtime, sql::Database& database)
      : runtime_(runtime), database_(database) {}

  grpc::Status CreateFrameworkVersion(grpc::ServerContext* context,
                                      const v1::CreateFrameworkVersionRequest* request,
                                      v1::CreateFrameworkVersionResponse* response) override;
  grpc::Status GetFrameworkVersion(grpc::ServerContext* context,
                                   const v1::GetFrameworkVersionRequest* request,
                                   v1::GetFrameworkVersionResponse* response) override;
  grpc::Status ListFrameworks(grpc::ServerContext* context,
                              const v1::ListFrameworksRequest* request,
                              v1::ListFrameworksResponse* response) override;
  grpc::Status LintFramework(grpc::ServerContext* context, const v1::LintFrameworkRequest* request,
                             v1::LintFrameworkResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
};

}  // namespace tarazy::accreditation
