// A ranking in the middle of its cycle, for tests of who may do what: a value of the institution
// north in every state, a preliminary edition with an objection of each institution, a draft after
// it. Everything over gRPC, each person with a token of its own.
#pragma once

#include <grpcpp/client_context.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tarazy/rankings/v1/objections_service.grpc.pb.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tarazy/rankings/v1/submissions_service.grpc.pb.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {

// What a call came to: "OK", or the reason of its refusal ("CONFLICT_OF_INTEREST").
std::string Outcome(const grpc::Status& status);

class WorkflowStage {
 public:
  explicit WorkflowStage(Deployment& deployment);

  // One variable per state that a value can be in, named after the state.
  static const std::vector<std::string>& states();

  // The secret of a token of this role that belongs to this institution ("" for none); made on
  // first use.
  const std::string& Token(const std::string& role, const std::string& institution = "");
  // A call context with that token.
  static std::unique_ptr<grpc::ClientContext> As(const std::string& secret);

  // Imports one long-format file.
  grpc::Status Import(const std::string& secret, rankings::v1::ImportValuesRequest::Header header,
                      const std::string& csv);

  const std::string& ranking() const { return ranking_; }
  const std::string& preliminary() const { return preliminary_; }
  const std::string& draft() const { return draft_; }
  const std::string& disputer() const { return disputer_; }  // a verifier's secret

  rankings::v1::RankingsService::Stub& rankings() { return *rankings_; }
  rankings::v1::SubmissionsService::Stub& submissions() { return *submissions_; }
  rankings::v1::ObjectionsService::Stub& objections() { return *objections_; }

 private:
  void Argue();
  void ComputeAndRelease();
  std::string Compute();

  Deployment& deployment_;
  std::unique_ptr<rankings::v1::RankingsService::Stub> rankings_;
  std::unique_ptr<rankings::v1::SubmissionsService::Stub> submissions_;
  std::unique_ptr<rankings::v1::ObjectionsService::Stub> objections_;
  std::map<std::pair<std::string, std::string>, std::string> tokens_;
  std::string disputer_;
  std::string ranking_ = "rankings/stage";
  std::string preliminary_;
  std::string draft_;
};

}  // namespace tarazy::e2e
