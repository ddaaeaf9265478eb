#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/accreditation/app/change_case.h"
#include "services/accreditation/app/import_case.h"
#include "services/accreditation/app/visible_case.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/cases_service.h"
#include "services/accreditation/rpc/describe_case.h"
#include "services/accreditation/rpc/registry_client.h"

namespace tarazy::accreditation {

grpc::Status CasesService::GetCase(grpc::ServerContext* context, const v1::GetCaseRequest* request,
                                   v1::GetCaseResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const OpenCase open,
                       LoadVisible(tx, "name", request->name(), ViewerOf(call)));
      *response->mutable_case_record() = request->basic() ? WithoutParts(open.record) : open.record;
      return absl::OkStatus();
    });
  });
}

grpc::Status CasesService::ListCases(grpc::ServerContext* context,
                                     const v1::ListCasesRequest* request,
                                     v1::ListCasesResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    const Viewer viewer = ViewerOf(call);
    CaseFilter filter{.programme = request->programme(), .state = request->state()};
    if (!request->institution().empty()) {
      ASSIGN_OR_RETURN(filter.institution,
                       rpc::ParseId("institution", "institutions/*", request->institution()));
    }
    if (!viewer.institution.empty()) {
      if (!filter.institution.empty() && filter.institution != viewer.institution) {
        return absl::OkStatus();
      }
      filter.institution = viewer.institution;
    }
    if (viewer.commission) filter.member_token = viewer.token;
    std::vector<v1::Case> cases;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(cases, tarazy::accreditation::ListCases(
                                  tx, filter, page.first() ? "" : page.after[0], page.size + 1));
      return absl::OkStatus();
    }));
    if (cases.size() > static_cast<size_t>(page.size)) {
      cases.pop_back();
      response->set_next_page_token(runtime_.pages.Next(*request, {cases.back().id()}));
    }
    for (v1::Case& record : cases) *response->add_cases() = std::move(record);
    return absl::OkStatus();
  });
}

grpc::Status CasesService::UpdateCase(grpc::ServerContext* context,
                                      const v1::UpdateCaseRequest* request,
                                      v1::UpdateCaseResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const Change change, ChangeOf(call, "case_record.name",
                                                   request->case_record().name(), request->etag()));
    const std::vector<std::string> mask(request->update_mask().paths().begin(),
                                        request->update_mask().paths().end());
    // The registry is asked before the transaction, about the case as it will be.
    v1::Case merged;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(merged, Merged(tx, change, request->case_record(), mask));
      return absl::OkStatus();
    }));
    ASSIGN_OR_RETURN(const RegisteredUnits units, FindUnits(channels_, call, UnitsOf(merged)));
    return rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Case record,
                       tarazy::accreditation::UpdateCase(tx, change, request->case_record(), mask,
                                                         request->allow_missing(), units));
      *response->mutable_case_record() = WithoutParts(record);
      return absl::OkStatus();
    });
  });
}

grpc::Status CasesService::AdvanceCase(grpc::ServerContext* context,
                                       const v1::AdvanceCaseRequest* request,
                                       v1::AdvanceCaseResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const Change change,
                         ChangeOf(call, "name", request->name(), request->etag()));
        ASSIGN_OR_RETURN(
            const v1::Case record,
            tarazy::accreditation::AdvanceCase(
                tx, change,
                {.state = request->state(), .on = request->on(), .note = request->note()}));
        *response->mutable_case_record() = WithoutParts(record);
        return absl::OkStatus();
      });
}

grpc::Status CasesService::SubmitSelfAssessment(grpc::ServerContext* context,
                                                const v1::SubmitSelfAssessmentRequest* request,
                                                v1::SubmitSelfAssessmentResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const Change change, ChangeOf(call, "name", request->name()));
        ASSIGN_OR_RETURN(const v1::Case record,
                         tarazy::accreditation::SubmitSelfAssessment(
                             tx, change, request->self_assessment(), request->document()));
        *response->mutable_case_record() = WithoutParts(record);
        return absl::OkStatus();
      });
}

grpc::Status CasesService::PutEvaluations(grpc::ServerContext* context,
                                          const v1::PutEvaluationsRequest* request,
                                          v1::PutEvaluationsResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const Change change, ChangeOf(call, "name", request->name()));
        ASSIGN_OR_RETURN(
            const v1::Case record,
            tarazy::accreditation::PutEvaluations(
                tx, change, {request->evaluations().begin(), request->evaluations().end()}));
        *response->mutable_case_record() = WithoutParts(record);
        return absl::OkStatus();
      });
}

grpc::Status CasesService::DeclareInterest(grpc::ServerContext* context,
                                           const v1::DeclareInterestRequest* request,
                                           v1::DeclareInterestResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const Change change, ChangeOf(call, "name", request->name()));
        ASSIGN_OR_RETURN(*response->mutable_interest(),
                         tarazy::accreditation::DeclareInterest(tx, change, request->interest()));
        return absl::OkStatus();
      });
}

grpc::Status CasesService::OverrideLint(grpc::ServerContext* context,
                                        const v1::OverrideLintRequest* request,
                                        v1::OverrideLintResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const Change change, ChangeOf(call, "name", request->name()));
        ASSIGN_OR_RETURN(
            const v1::Case record,
            tarazy::accreditation::OverrideLint(
                tx, change, {request->overrides().begin(), request->overrides().end()}));
        *response->mutable_case_record() = WithoutParts(record);
        return absl::OkStatus();
      });
}

}  // namespace tarazy::accreditation
