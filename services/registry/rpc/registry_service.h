// RegistryService over gRPC.
#pragma once

#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::registry {

class RegistryService final : public v1::RegistryService::Service {
 public:
  RegistryService(rpc::Runtime& runtime, sql::Database& database)
      : runtime_(runtime), database_(database) {}

  grpc::Status UpdateInstitution(grpc::ServerContext* context,
                                 const v1::UpdateInstitutionRequest* request,
                                 v1::UpdateInstitutionResponse* response) override;
  grpc::Status GetInstitution(grpc::ServerContext* context,
                              const v1::GetInstitutionRequest* request,
                              v1::GetInstitutionResponse* response) override;
  grpc::Status ListInstitutions(grpc::ServerContext* context,
                                const v1::ListInstitutionsRequest* request,
                                v1::ListInstitutionsResponse* response) override;
  grpc::Status ResolveSuccessors(grpc::ServerContext* context,
                                 const v1::ResolveSuccessorsRequest* request,
                                 v1::ResolveSuccessorsResponse* response) override;
  grpc::Status UpdateProgramme(grpc::ServerContext* context,
                               const v1::UpdateProgrammeRequest* request,
                               v1::UpdateProgrammeResponse* response) override;
  grpc::Status GetProgramme(grpc::ServerContext* context, const v1::GetProgrammeRequest* request,
                            v1::GetProgrammeResponse* response) override;
  grpc::Status ListProgrammes(grpc::ServerContext* context,
                              const v1::ListProgrammesRequest* request,
                              v1::ListProgrammesResponse* response) override;
  grpc::Status ResolveUnits(grpc::ServerContext* context, const v1::ResolveUnitsRequest* request,
                            v1::ResolveUnitsResponse* response) override;
  grpc::Status RegisterUnits(grpc::ServerContext* context, const v1::RegisterUnitsRequest* request,
                             v1::RegisterUnitsResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
};

}  // namespace tarazy::registry
