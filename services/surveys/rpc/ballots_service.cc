#include "services/surveys/rpc/ballots_service.h"

#include <optional>
#include <string>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/resource_name.h"

namespace tarazy::surveys {
namespace {

constexpr char kPattern[] = "campaigns/*";

VoucherProof ProofOf(const v1::Voucher& voucher) {
  return {
      .stratum = voucher.stratum(), .message = voucher.message(), .signature = voucher.signature()};
}

// Of drafts, which nobody has without one.
template <typename Request>
absl::StatusOr<VoucherProof> ProofIn(const Request& request) {
  if (!request.has_voucher()) {
    return InvalidField("voucher", "is needed: by it a draft is found again");
  }
  return ProofOf(request.voucher());
}

}  // namespace

grpc::Status BallotsService::GetForm(grpc::ServerContext* context,
                                     const v1::GetFormRequest* request,
                                     v1::GetFormResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string campaign,
                     rpc::ParseId("campaign", kPattern, request->campaign()));
    ASSIGN_OR_RETURN(const OpenForm form, box_.GetForm(call, campaign, call.now));
    const v1::Campaign& opened = form.campaign->campaign;
    *response->mutable_questionnaire() = form.campaign->form->questionnaire();
    *response->mutable_window() = opened.window();
    response->set_state(form.state);
    response->set_kind(opened.kind());
    response->set_demonstration(opened.demonstration());
    return absl::OkStatus();
  });
}

grpc::Status BallotsService::SaveDraft(grpc::ServerContext* context,
                                       const v1::SaveDraftRequest* request,
                                       v1::SaveDraftResponse* /*response*/) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string campaign,
                     rpc::ParseId("campaign", kPattern, request->campaign()));
    ASSIGN_OR_RETURN(const VoucherProof voucher, ProofIn(*request));
    return box_.SaveDraft(call, campaign, voucher, request->sealed(), call.now);
  });
}

grpc::Status BallotsService::LoadDraft(grpc::ServerContext* context,
                                       const v1::LoadDraftRequest* request,
                                       v1::LoadDraftResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string campaign,
                     rpc::ParseId("campaign", kPattern, request->campaign()));
    ASSIGN_OR_RETURN(const VoucherProof voucher, ProofIn(*request));
    ASSIGN_OR_RETURN(*response->mutable_sealed(), box_.LoadDraft(call, campaign, voucher));
    return absl::OkStatus();
  });
}

grpc::Status BallotsService::SubmitBallot(grpc::ServerContext* context,
                                          const v1::SubmitBallotRequest* request,
                                          v1::SubmitBallotResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string campaign,
                     rpc::ParseId("campaign", kPattern, request->campaign()));
    std::optional<VoucherProof> voucher;
    if (request->has_voucher()) voucher = ProofOf(request->voucher());
    ASSIGN_OR_RETURN(const Receipt receipt, box_.Submit(call,
                                                        {.campaign = campaign,
                                                         .voucher = std::move(voucher),
                                                         .submission_id = request->submission_id(),
                                                         .language = request->language(),
                                                         .answers = request->answers(),
                                                         .drop_hidden = request->drop_hidden(),
                                                         .validate_only = request->validate_only()},
                                                        call.now));
    response->mutable_dropped()->Add(receipt.dropped.begin(), receipt.dropped.end());
    response->set_repeated(receipt.repeated);
    return absl::OkStatus();
  });
}

}  // namespace tarazy::surveys
