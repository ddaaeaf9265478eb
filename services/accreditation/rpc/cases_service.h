// CasesService over gRPC.
#pragma once

#include "common/rpc/channel_provider.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"

namespace tarazy::accreditation {

class CasesService final : public v1::CasesService::Service {
 public:
  CasesService(rpc::Runtime& runtime, sql::Database& database, rpc::ChannelProvider& channels)
      : runtime_(runtime), database_(database), channels_(channels) {}

  // case_file_rpcs.cc
  grpc::Status ImportCase(grpc::ServerContext* context, const v1::ImportCaseRequest* request,
                          v1::ImportCaseResponse* response) override;
  grpc::Status ExportCase(grpc::ServerContext* context, const v1::ExportCaseRequest* request,
                          v1::ExportCaseResponse* response) override;
  grpc::Status GetCaseReport(grpc::ServerContext* context, const v1::GetCaseReportRequest* request,
                             v1::GetCaseReportResponse* response) override;

  // survey_evidence_rpc.cc
  grpc::Status TakeSurveyEvidence(grpc::ServerContext* context,
                                  const v1::TakeSurveyEvidenceRequest* request,
                                  v1::TakeSurveyEvidenceResponse* response) override;

  // case_rpcs.cc
  grpc::Status GetCase(grpc::ServerContext* context, const v1::GetCaseRequest* request,
                       v1::GetCaseResponse* response) override;
  grpc::Status ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                         v1::ListCasesResponse* response) override;
  grpc::Status UpdateCase(grpc::ServerContext* context, const v1::UpdateCaseRequest* request,
                          v1::UpdateCaseResponse* response) override;
  grpc::Status AdvanceCase(grpc::ServerContext* context, const v1::AdvanceCaseRequest* request,
                           v1::AdvanceCaseResponse* response) override;
  grpc::Status SubmitSelfAssessment(grpc::ServerContext* context,
                                    const v1::SubmitSelfAssessmentRequest* request,
                                    v1::SubmitSelfAssessmentResponse* response) override;
  grpc::Status PutEvaluations(grpc::ServerContext* context,
                              const v1::PutEvaluationsRequest* request,
                              v1::PutEvaluationsResponse* response) override;
  grpc::Status DeclareInterest(grpc::ServerContext* context,
                               const v1::DeclareInterestRequest* request,
                               v1::DeclareInterestResponse* response) override;
  grpc::Status OverrideLint(grpc::ServerContext* context, const v1::OverrideLintRequest* request,
                            v1::OverrideLintResponse* response) override;

  // case_judgement_rpcs.cc: what follows from a case
  grpc::Status CheckCase(grpc::ServerContext* context, const v1::CheckCaseRequest* request,
                         v1::CheckCaseResponse* response) override;
  grpc::Status GetTotals(grpc::ServerContext* context, const v1::GetTotalsRequest* request,
                         v1::GetTotalsResponse* response) override;
  grpc::Status LintCase(grpc::ServerContext* context, const v1::LintCaseRequest* request,
                        v1::LintCaseResponse* response) override;
  grpc::Status SuggestTerm(grpc::ServerContext* context, const v1::SuggestTermRequest* request,
                           v1::SuggestTermResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  rpc::ChannelProvider& channels_;
};

}  // namespace tarazy::accreditation
