// Canned answers of the verification workflow, for the tests of the commands. What was asked last
// is kept; what each call refuses stands beside it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/fake_refusal.h"
#include "tarazy/rankings/v1/objections_service.grpc.pb.h"
#include "tarazy/rankings/v1/submissions_service.grpc.pb.h"

namespace tarazy::cli {

class FakeSubmissions final : public rankings::v1::SubmissionsService::Service {
 public:
  // Nothing to fill for the institution "empty", none such for "unknown".
  grpc::Status GetTemplate(grpc::ServerContext*, const rankings::v1::GetTemplateRequest* request,
                           rankings::v1::GetTemplateResponse* response) override {
    asked_template = *request;
    if (request->institution() == "institutions/unknown") {
      return RefusalOf(grpc::StatusCode::NOT_FOUND, "institutions/unknown is not registered",
                       "NOT_FOUND", {});
    }
    if (request->institution() != "institutions/empty") response->set_workbook(workbook);
    response->set_file_name("iqaa-2026-ektu.xlsx");
    return grpc::Status::OK;
  }

  grpc::Status SubmitValues(grpc::ServerContext*, const rankings::v1::SubmitValuesRequest* request,
                            rankings::v1::SubmitValuesResponse* response) override {
    submit = *request;
    return Moved(*response);
  }

  // Newer than "r1".
  grpc::Status VerifyValues(grpc::ServerContext*, const rankings::v1::VerifyValuesRequest* request,
                            rankings::v1::VerifyValuesResponse* response) override {
    verify = *request;
    if (request->etag() == "r1") {
      return RefusalOf(grpc::StatusCode::ABORTED, "ektu has newer values; read them again",
                       "STALE_ETAG", {{"etag", "is \"r2\""}});
    }
    return Moved(*response);
  }

  grpc::Status DisputeValues(grpc::ServerContext*,
                             const rankings::v1::DisputeValuesRequest* request,
                             rankings::v1::DisputeValuesResponse* response) override {
    dispute = *request;
    return Moved(*response);
  }

  grpc::Status AnswerDispute(grpc::ServerContext*,
                             const rankings::v1::AnswerDisputeRequest* request,
                             rankings::v1::AnswerDisputeResponse* response) override {
    answer = *request;
    Fill(*request, rankings::v1::VALUE_STATE_ANSWERED, *response->mutable_value());
    response->mutable_value()->set_act(rankings::v1::VALUE_ACT_ANSWER);
    response->mutable_value()->set_reason(request->statement());
    return grpc::Status::OK;
  }

  // Who disputed the unit "mine" is who asks.
  grpc::Status SettleDispute(grpc::ServerContext*,
                             const rankings::v1::SettleDisputeRequest* request,
                             rankings::v1::SettleDisputeResponse* response) override {
    settle = *request;
    if (request->unit() == "mine") {
      return RefusalOf(grpc::StatusCode::PERMISSION_DENIED, "you disputed it; another settles",
                       "SECOND_PERSON_NEEDED", {});
    }
    Fill(*request, rankings::v1::VALUE_STATE_VERIFIED, *response->mutable_value());
    response->mutable_value()->set_act(rankings::v1::VALUE_ACT_SETTLE);
    return grpc::Status::OK;
  }

  // Two pages of one.
  grpc::Status ListSubmissions(grpc::ServerContext*,
                               const rankings::v1::ListSubmissionsRequest* request,
                               rankings::v1::ListSubmissionsResponse* response) override {
    const bool first = request->page_token().empty();
    auto* submission = response->add_submissions();
    submission->set_institution(first ? "institutions/ektu" : "institutions/kaznu");
    submission->set_units(1);
    submission->set_expected(28);
    submission->set_drafts(2);
    submission->set_submitted(3);
    submission->set_disputed(4);
    submission->set_answered(5);
    submission->set_verified(6);
    submission->set_rejected(7);
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  // For the ranking "broken" ends in the middle.
  grpc::Status CheckValues(grpc::ServerContext*, const rankings::v1::CheckValuesRequest* request,
                           grpc::ServerWriter<rankings::v1::CheckValuesResponse>* writer) override {
    checked = *request;
    rankings::v1::CheckValuesResponse finding;
    finding.set_rule("outlier");
    finding.set_unit("ektu");
    finding.set_variable("students");
    finding.set_value(1.0 / 3);
    finding.set_origin("institution");
    finding.set_reference(0.25);
    finding.set_reference_origin("rankings/iqaa-2025");
    finding.set_message("0.3333 moved from 0.25");
    writer->Write(finding);
    if (request->parent() == "rankings/broken") {
      return RefusalOf(grpc::StatusCode::UNAVAILABLE, "the database went away", "UNAVAILABLE", {});
    }
    finding.set_rule("source_discrepancy");
    writer->Write(finding);
    return grpc::Status::OK;
  }

  std::string workbook = std::string("PK\3\4\0\xff workbook", 15);
  rankings::v1::GetTemplateRequest asked_template;
  rankings::v1::SubmitValuesRequest submit;
  rankings::v1::VerifyValuesRequest verify;
  rankings::v1::DisputeValuesRequest dispute;
  rankings::v1::AnswerDisputeRequest answer;
  rankings::v1::SettleDisputeRequest settle;
  rankings::v1::CheckValuesRequest checked;

 private:
  template <class Response>
  static grpc::Status Moved(Response& response) {
    response.set_revision(17);
    response.set_cells(3);
    return grpc::Status::OK;
  }

  template <class Request>
  static void Fill(const Request& request, rankings::v1::ValueState state,
                   rankings::v1::Value& value) {
    value.set_unit(request.unit());
    value.set_variable(request.variable());
    value.set_state(state);
    value.set_revision(18);
    if (request.has_value()) value.set_value(request.value());
  }
};

class FakeObjections final : public rankings::v1::ObjectionsService::Service {
 public:
  grpc::Status ReleasePreliminary(grpc::ServerContext*,
                                  const rankings::v1::ReleasePreliminaryRequest* request,
                                  rankings::v1::ReleasePreliminaryResponse* response) override {
    release = *request;
    auto& edition = *response->mutable_edition();
    edition.set_name(request->name());
    edition.set_state(rankings::v1::EDITION_STATE_PRELIMINARY);
    *edition.mutable_objections_until_time() = request->objections_until_time();
    return grpc::Status::OK;
  }

  // The window of the ranking "closed" is closed. Without a name when nothing is stored.
  grpc::Status CreateObjection(grpc::ServerContext*,
                               const rankings::v1::CreateObjectionRequest* request,
                               rankings::v1::CreateObjectionResponse* response) override {
    objection = *request;
    if (request->parent() == "rankings/closed/editions/1") {
      return RefusalOf(grpc::StatusCode::FAILED_PRECONDITION, "objections ended on 2026-11-01",
                       "OBJECTION_WINDOW", {});
    }
    if (!request->validate_only()) {
      response->mutable_objection()->set_name(absl::StrCat(request->parent(), "/objections/4"));
    }
    response->mutable_objection()->set_state(rankings::v1::OBJECTION_STATE_OPEN);
    return grpc::Status::OK;
  }

  grpc::Status ResolveObjection(grpc::ServerContext*,
                                const rankings::v1::ResolveObjectionRequest* request,
                                rankings::v1::ResolveObjectionResponse* response) override {
    resolve = *request;
    response->mutable_objection()->set_name(request->name());
    response->mutable_objection()->set_state(request->state());
    response->mutable_objection()->set_resolution(request->reason());
    return grpc::Status::OK;
  }

  // Two pages of one.
  grpc::Status ListObjections(grpc::ServerContext*,
                              const rankings::v1::ListObjectionsRequest* request,
                              rankings::v1::ListObjectionsResponse* response) override {
    const bool first = request->page_token().empty();
    auto* listed = response->add_objections();
    listed->set_name(absl::StrCat(request->parent(), "/objections/", first ? 1 : 2));
    listed->set_unit("ektu");
    listed->set_state(first ? rankings::v1::OBJECTION_STATE_UPHELD
                            : rankings::v1::OBJECTION_STATE_OPEN);
    listed->set_reason("two patents are missing");
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  rankings::v1::ReleasePreliminaryRequest release;
  rankings::v1::CreateObjectionRequest objection;
  rankings::v1::ResolveObjectionRequest resolve;
};

}  // namespace tarazy::cli
