// DecisionsService over gRPC.
#pragma once

#include "common/rpc/channel_provider.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/accreditation/app/stored_cases.h"
#include "services/accreditation/domain/certificate/certificate.h"
#include "services/accreditation/rpc/register_bell.h"
#include "tarazy/accreditation/v1/decisions_service.grpc.pb.h"

namespace tarazy::accreditation {

class DecisionsService final : public v1::DecisionsService::Service {
 public:
  // `signer` signs the certificates of grants and must outlive the service; null: none are issued.
  DecisionsService(rpc::Runtime& runtime, sql::Database& database, rpc::ChannelProvider& channels,
                   RegisterBell& bell, const Signer* signer = nullptr)
      : runtime_(runtime), database_(database), channels_(channels), bell_(bell), signer_(signer) {}

  // decisions_service.cc
  grpc::Status RecordDecision(grpc::ServerContext* context,
                              const v1::RecordDecisionRequest* request,
                              v1::RecordDecisionResponse* response) override;
  grpc::Status GetDecision(grpc::ServerContext* context, const v1::GetDecisionRequest* request,
                           v1::GetDecisionResponse* response) override;
  grpc::Status ListDecisions(grpc::ServerContext* context, const v1::ListDecisionsRequest* request,
                             v1::ListDecisionsResponse* response) override;
  grpc::Status ImportDecisions(grpc::ServerContext* context,
                               const v1::ImportDecisionsRequest* request,
                               v1::ImportDecisionsResponse* response) override;

  // appeal_rpcs.cc
  grpc::Status FileAppeal(grpc::ServerContext* context, const v1::FileAppealRequest* request,
                          v1::FileAppealResponse* response) override;
  grpc::Status DecideAppeal(grpc::ServerContext* context, const v1::DecideAppealRequest* request,
                            v1::DecideAppealResponse* response) override;
  grpc::Status GetAppeal(grpc::ServerContext* context, const v1::GetAppealRequest* request,
                         v1::GetAppealResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  rpc::ChannelProvider& channels_;
  RegisterBell& bell_;
  const Signer* const signer_;
  StoredCases cases_;
};

}  // namespace tarazy::accreditation
