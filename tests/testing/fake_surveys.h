// A surveys service of canned answers on a port of its own.
#pragma once

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tarazy/surveys/v1/campaigns_service.grpc.pb.h"
#include "tarazy/surveys/v1/results_service.grpc.pb.h"

namespace tarazy::testing {

class FakeSurveys final : public surveys::v1::CampaignsService::Service,
                          public surveys::v1::ResultsService::Service {
 public:
  FakeSurveys() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(static_cast<surveys::v1::CampaignsService::Service*>(this));
    builder.RegisterService(static_cast<surveys::v1::ResultsService::Service*>(this));
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("127.0.0.1:", port);
  }
  ~FakeSurveys() override {
    server_->Shutdown();
    server_->Wait();
  }

  const std::string& address() const { return address_; }

  grpc::Status GetCampaign(grpc::ServerContext*, const surveys::v1::GetCampaignRequest* request,
                           surveys::v1::GetCampaignResponse* response) override {
    if (request->name() != campaign.name()) {
      return {grpc::StatusCode::NOT_FOUND, "no campaign " + request->name()};
    }
    *response->mutable_campaign() = campaign;
    return grpc::Status::OK;
  }
  grpc::Status GetParticipation(grpc::ServerContext*, const surveys::v1::GetParticipationRequest*,
                                surveys::v1::GetParticipationResponse* response) override {
    *response->mutable_participation() = participation;
    return grpc::Status::OK;
  }
  // By "institution/question/choice/statistic"; a key that there is not has the reason "nobody".
  grpc::Status GetFigure(grpc::ServerContext*, const surveys::v1::GetFigureRequest* request,
                         surveys::v1::GetFigureResponse* response) override {
    asked.push_back(*request);
    if (request->campaign() != campaign.name()) {
      return {grpc::StatusCode::NOT_FOUND, "no campaign " + request->campaign()};
    }
    surveys::v1::Figure& figure = *response->mutable_figure();
    const auto found = figures.find(
        absl::StrCat(request->institution(), "/", request->question(), "/", request->choice(), "/",
                     surveys::v1::Statistic_Name(request->statistic())));
    if (found != figures.end()) figure = found->second;
    if (found == figures.end()) figure.set_reason("nobody answered");
    figure.set_policy(std::string(64, 'a'));
    figure.set_revision(3);
    figure.set_frozen(frozen);
    return grpc::Status::OK;
  }

  surveys::v1::Campaign campaign;
  surveys::v1::ParticipationReport participation;
  std::map<std::string, surveys::v1::Figure> figures;
  bool frozen = true;
  std::vector<surveys::v1::GetFigureRequest> asked;

 private:
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace tarazy::testing
