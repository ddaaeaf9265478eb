// BallotsService over gRPC. Nothing of it goes through rpc::Mutate, whose request log would keep
// who called and when; repeats are told by the submission's id.
#pragma once

#include "common/rpc/runtime.h"
#include "services/surveys/app/ballots/ballot_box.h"
#include "tarazy/surveys/v1/ballots_service.grpc.pb.h"

namespace tarazy::surveys {

class BallotsService final : public v1::BallotsService::Service {
 public:
  // Both must outlive the service.
  BallotsService(rpc::Runtime& runtime, BallotBox& box) : runtime_(runtime), box_(box) {}

  grpc::Status GetForm(grpc::ServerContext* context, const v1::GetFormRequest* request,
                       v1::GetFormResponse* response) override;
  grpc::Status SaveDraft(grpc::ServerContext* context, const v1::SaveDraftRequest* request,
                         v1::SaveDraftResponse* response) override;
  grpc::Status LoadDraft(grpc::ServerContext* context, const v1::LoadDraftRequest* request,
                         v1::LoadDraftResponse* response) override;
  grpc::Status SubmitBallot(grpc::ServerContext* context, const v1::SubmitBallotRequest* request,
                            v1::SubmitBallotResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  BallotBox& box_;
};

}  // namespace tarazy::surveys
