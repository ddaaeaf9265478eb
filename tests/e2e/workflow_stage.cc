#include "tests/e2e/workflow_stage.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/rpc/status_map.h"

namespace tarazy::e2e {
namespace {

namespace v1 = rankings::v1;

constexpr char kMethodology[] = R"(
id: stage
title: {en: Stage, ru: Сцена, kk: Сахна}
variables:
  draft: {title: {en: A, ru: A, kk: A}, min: 0, max: 100}
  submitted: {title: {en: B, ru: B, kk: B}, min: 0, max: 100}
  verified: {title: {en: C, ru: C, kk: C}, min: 0, max: 100}
  disputed: {title: {en: D, ru: D, kk: D}, min: 0, max: 100}
  answered: {title: {en: E, ru: E, kk: E}, min: 0, max: 100}
  rejected: {title: {en: F, ru: F, kk: F}, min: 0, max: 100}
indicators:
  - code: "1"
    title: {en: Sum, ru: Сумма, kk: Қосынды}
    points: 100
    value: draft + submitted + verified + disputed + answered + rejected
)";

#define EXPECT_DONE(call)                                                  \
  do {                                                                     \
    const grpc::Status status_ = (call);                                   \
    EXPECT_TRUE(status_.ok()) << #call << ": " << status_.error_message(); \
  } while (false)

}  // namespace

std::string Outcome(const grpc::Status& status) {
  if (status.ok()) return "OK";
  return std::string(ReasonName(DetailOf(rpc::FromGrpc(status)).reason));
}

const std::vector<std::string>& WorkflowStage::states() {
  static const auto* const states = new std::vector<std::string>{
      "draft", "submitted", "verified", "disputed", "answered", "rejected"};
  return *states;
}

WorkflowStage::WorkflowStage(Deployment& deployment)
    : deployment_(deployment),
      rankings_(v1::RankingsService::NewStub(deployment.rankings())),
      submissions_(v1::SubmissionsService::NewStub(deployment.rankings())),
      objections_(v1::ObjectionsService::NewStub(deployment.rankings())) {
  for (const std::string institution : {"north", "south"}) {
    deployment_.Must({"institution", "put", institution, "--title", institution});
  }
  const std::string file = deployment_.Write("stage.yaml", kMethodology);
  deployment_.Must({"methodology", "put", file});
  deployment_.Must({"ranking", "create", "stage", "--methodology", "stage@1", "--year", "2026"});
  std::string all = "institution";
  for (const std::string& state : states()) all += "," + state;
  // The agency's own figures, so that there is something to compute.
  v1::ImportValuesRequest::Header header;
  header.set_ranking(ranking_);
  EXPECT_DONE(Import(Token("admin"), header, all + "\nnorth,1,1,1,1,1,1\nsouth,2,2,2,2,2,2\n"));
  Argue();
  ComputeAndRelease();
}

const std::string& WorkflowStage::Token(const std::string& role, const std::string& institution) {
  std::string& secret = tokens_[{role, institution}];
  if (secret.empty()) {
    std::ifstream file(deployment_.TokenFile(role, institution));
    secret.assign(std::istreambuf_iterator<char>(file), {});
  }
  return secret;
}

std::unique_ptr<grpc::ClientContext> WorkflowStage::As(const std::string& secret) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + secret);
  return context;
}

grpc::Status WorkflowStage::Import(const std::string& secret,
                                   v1::ImportValuesRequest::Header header, const std::string& csv) {
  const auto context = As(secret);
  const auto stream = rankings_->ImportValues(context.get());
  v1::ImportValuesRequest request;
  *request.mutable_header() = std::move(header);
  stream->Write(request);
  request.set_chunk(csv);
  stream->Write(request);
  stream->WritesDone();
  v1::ImportValuesResponse response;
  while (stream->Read(&response)) {
  }
  return stream->Finish();
}

// Brings north's own statement of each variable into the state that it is named after.
void WorkflowStage::Argue() {
  const std::string& north = Token("institution", "north");
  v1::ImportValuesRequest::Header header;
  header.set_ranking(ranking_);
  EXPECT_DONE(Import(north, header,
                     "institution,submitted,verified,disputed,answered,rejected\n"
                     "north,10,10,10,10,10\n"));
  v1::SubmitValuesRequest submit;
  submit.set_ranking(ranking_);
  v1::SubmitValuesResponse submitted;
  EXPECT_DONE(submissions_->SubmitValues(As(north).get(), submit, &submitted));

  disputer_ = Token("verifier", "east");
  v1::DisputeValuesRequest dispute;
  dispute.set_ranking(ranking_);
  dispute.set_unit("north");
  for (const char* variable : {"disputed", "answered", "rejected"}) {
    dispute.add_variables(variable);
  }
  dispute.set_reason("the document says otherwise");
  v1::DisputeValuesResponse disputed;
  EXPECT_DONE(submissions_->DisputeValues(As(disputer_).get(), dispute, &disputed));

  v1::AnswerDisputeRequest answer;
  answer.set_ranking(ranking_);
  answer.set_unit("north");
  answer.set_variable("answered");
  answer.set_statement("the document was of another year");
  v1::AnswerDisputeResponse answered;
  EXPECT_DONE(submissions_->AnswerDispute(As(north).get(), answer, &answered));

  v1::SettleDisputeRequest settle;
  settle.set_ranking(ranking_);
  settle.set_unit("north");
  settle.set_variable("rejected");
  settle.set_settlement(v1::SETTLEMENT_REJECT);
  settle.set_reason("no proof");
  v1::SettleDisputeResponse settled;
  EXPECT_DONE(submissions_->SettleDispute(As(Token("verifier")).get(), settle, &settled));

  v1::VerifyValuesRequest verify;
  verify.set_ranking(ranking_);
  verify.set_unit("north");
  verify.add_variables("verified");
  v1::VerifyValuesResponse verified;
  EXPECT_DONE(submissions_->VerifyValues(As(Token("verifier")).get(), verify, &verified));
  EXPECT_DONE(Import(north, header, "institution,draft\nnorth,10\n"));
}

std::string WorkflowStage::Compute() {
  v1::ComputeEditionRequest request;
  request.set_ranking(ranking_);
  const auto context = As(Token("methodologist"));
  const auto stream = rankings_->ComputeEdition(context.get(), request);
  v1::ComputeEditionResponse response;
  std::string edition;
  while (stream->Read(&response)) {
    if (response.has_edition()) edition = response.edition().name();
  }
  EXPECT_DONE(stream->Finish());
  return edition;
}

void WorkflowStage::ComputeAndRelease() {
  preliminary_ = Compute();
  v1::ReleasePreliminaryRequest release;
  release.set_name(preliminary_);
  release.mutable_objections_until_time()->set_seconds(4'000'000'000);
  v1::ReleasePreliminaryResponse released;
  EXPECT_DONE(
      objections_->ReleasePreliminary(As(Token("methodologist")).get(), release, &released));
  for (const std::string institution : {"north", "south"}) {
    v1::CreateObjectionRequest object;
    object.set_parent(preliminary_);
    object.set_unit(institution);
    object.set_reason("a figure is missing");
    v1::CreateObjectionResponse objection;
    EXPECT_DONE(objections_->CreateObjection(As(Token("institution", institution)).get(), object,
                                             &objection));
  }
  draft_ = Compute();
}

}  // namespace tarazy::e2e
