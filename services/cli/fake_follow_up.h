// The fake server's follow-up: what was asked is kept, what is answered is canned.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/fake_refusal.h"
#include "tarazy/accreditation/v1/follow_up_service.grpc.pb.h"

namespace tarazy::cli {

class FakeFollowUp final : public accreditation::v1::FollowUpService::Service {
 public:
  grpc::Status ListFollowUps(grpc::ServerContext*,
                             const accreditation::v1::ListFollowUpsRequest* request,
                             accreditation::v1::ListFollowUpsResponse* response) override {
    list = *request;
    Fill(*response->add_follow_ups());
    auto* waiting = response->add_follow_ups();
    waiting->set_finding("r-2");
    waiting->set_state(accreditation::v1::FOLLOW_UP_STATE_WAITING);
    return grpc::Status::OK;
  }

  grpc::Status RecordEvent(grpc::ServerContext*,
                           const accreditation::v1::RecordEventRequest* request,
                           accreditation::v1::RecordEventResponse* response) override {
    event = *request;
    *response->mutable_event() = request->event();
    response->mutable_event()->set_id("e-1");
    Fill(*response->add_occurrences());
    return grpc::Status::OK;
  }

  grpc::Status SubmitFollowUp(grpc::ServerContext*,
                              const accreditation::v1::SubmitFollowUpRequest* request,
                              accreditation::v1::SubmitFollowUpResponse* response) override {
    submit = *request;
    Fill(*response->mutable_follow_up());
    return grpc::Status::OK;
  }

  // Evidence for the finding "mine" was submitted by who asks.
  grpc::Status ReviewFollowUp(grpc::ServerContext*,
                              const accreditation::v1::ReviewFollowUpRequest* request,
                              accreditation::v1::ReviewFollowUpResponse* response) override {
    review = *request;
    if (request->step().finding() == "mine") {
      return RefusalOf(grpc::StatusCode::PERMISSION_DENIED, "another verifies what you submitted",
                       "SECOND_PERSON_NEEDED", {});
    }
    Fill(*response->mutable_follow_up());
    return grpc::Status::OK;
  }

  grpc::Status GetProgress(grpc::ServerContext*,
                           const accreditation::v1::GetProgressRequest* request,
                           accreditation::v1::GetProgressResponse* response) override {
    response->set_previous_case(absl::StrCat(request->name(), "-before"));
    response->set_verified(3);
    response->set_open(1);
    Fill(*response->add_follow_ups());
    return grpc::Status::OK;
  }

  accreditation::v1::ListFollowUpsRequest list;
  accreditation::v1::RecordEventRequest event;
  accreditation::v1::SubmitFollowUpRequest submit;
  accreditation::v1::ReviewFollowUpRequest review;

 private:
  static void Fill(accreditation::v1::FollowUp& follow_up) {
    follow_up.set_finding("r-1");
    follow_up.set_kind(accreditation::v1::FINDING_KIND_RECOMMENDATION);
    follow_up.set_standard("6.4");
    follow_up.set_programme("6B04101");
    follow_up.set_due("2026-09-01");
    follow_up.set_state(accreditation::v1::FOLLOW_UP_STATE_OVERDUE);
    follow_up.set_days_left(-3);
    follow_up.add_steps()->set_act(accreditation::v1::FOLLOW_UP_ACT_PLAN);
  }
};

}  // namespace tarazy::cli
