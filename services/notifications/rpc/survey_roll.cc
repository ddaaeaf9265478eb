#include "services/notifications/rpc/survey_roll.h"

#include <grpcpp/client_context.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/rpc/values.h"
#include "tarazy/surveys/v1/roll_service.grpc.pb.h"

namespace tarazy::notifications {

absl::StatusOr<InviteePage> SurveyRoll::After(const Context& context, const ReminderBatch& batch) {
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, channels_.For("surveys"));
  grpc::ClientContext call;
  call.set_deadline(absl::ToChronoTime(context.deadline));
  call.AddMetadata("authorization", absl::StrCat("Bearer ", token_));
  surveys::v1::ListRemindedRequest request;
  request.set_campaign(batch.campaign);
  request.set_batch(batch.batch);
  *request.mutable_strata() = {batch.strata.begin(), batch.strata.end()};
  request.set_position(batch.position);
  surveys::v1::ListRemindedResponse response;
  const grpc::Status status =
      surveys::v1::RollService::NewStub(channel)->ListReminded(&call, request, &response);
  if (!status.ok()) return absl::UnavailableError("the roll of the survey does not answer");
  InviteePage page{.title = rpc::FromProto(response.title()), .closes = response.closes()};
  for (const surveys::v1::Reminded& person : response.people()) {
    page.people.push_back({.contact = person.contact(),
                           .language = person.language(),
                           .link = person.link(),
                           .tag = person.tag(),
                           .position = person.position()});
  }
  return page;
}

}  // namespace tarazy::notifications
