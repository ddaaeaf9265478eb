#include "services/accreditation/rpc/follow_up_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/resource_name.h"
#include "services/accreditation/app/follow_up_case.h"
#include "services/accreditation/domain/procedure/follow_up.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/describe_case.h"

namespace tarazy::accreditation {
namespace {

// A step of the institution's side or of the agency's.
absl::Status CheckAct(const v1::FollowUpStep& step, v1::FollowUpAct one, v1::FollowUpAct other) {
  if (step.act() == one || step.act() == other) return absl::OkStatus();
  return InvalidField("step.act", absl::StrCat("must be ", v1::FollowUpAct_Name(one), " or ",
                                               v1::FollowUpAct_Name(other)));
}

}  // namespace

grpc::Status FollowUpService::ListFollowUps(grpc::ServerContext* context,
                                            const v1::ListFollowUpsRequest* request,
                                            v1::ListFollowUpsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const absl::CivilDay on, ParseDayOrToday("on", request->on(), call));
    OpenCase open;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(open, LoadVisible(tx, "parent", request->parent(), ViewerOf(call)));
      return absl::OkStatus();
    }));
    for (v1::FollowUp& follow_up : FollowUps(open.record, on)) {
      if (!request->programme().empty() && follow_up.programme() != request->programme()) continue;
      if (request->state() != v1::FOLLOW_UP_STATE_UNSPECIFIED &&
          follow_up.state() != request->state()) {
        continue;
      }
      *response->add_follow_ups() = std::move(follow_up);
    }
    return absl::OkStatus();
  });
}

grpc::Status FollowUpService::RecordEvent(grpc::ServerContext* context,
                                          const v1::RecordEventRequest* request,
                                          v1::RecordEventResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const Change change, ChangeOf(call, "parent", request->parent()));
        ASSIGN_OR_RETURN(RecordedEvent recorded,
                         tarazy::accreditation::RecordEvent(tx, change, request->event()));
        *response->mutable_event() = std::move(recorded.event);
        for (v1::FollowUp& one : recorded.occurrences) {
          *response->add_occurrences() = std::move(one);
        }
        return absl::OkStatus();
      });
}

grpc::Status FollowUpService::SubmitFollowUp(grpc::ServerContext* context,
                                             const v1::SubmitFollowUpRequest* request,
                                             v1::SubmitFollowUpResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        RETURN_IF_ERROR(
            CheckAct(request->step(), v1::FOLLOW_UP_ACT_PLAN, v1::FOLLOW_UP_ACT_EVIDENCE));
        ASSIGN_OR_RETURN(const Change change, ChangeOf(call, "parent", request->parent()));
        ASSIGN_OR_RETURN(*response->mutable_follow_up(), AddStep(tx, change, request->step()));
        return absl::OkStatus();
      });
}

grpc::Status FollowUpService::ReviewFollowUp(grpc::ServerContext* context,
                                             const v1::ReviewFollowUpRequest* request,
                                             v1::ReviewFollowUpResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        RETURN_IF_ERROR(
            CheckAct(request->step(), v1::FOLLOW_UP_ACT_VERIFY, v1::FOLLOW_UP_ACT_RETURN));
        ASSIGN_OR_RETURN(const Change change, ChangeOf(call, "parent", request->parent()));
        ASSIGN_OR_RETURN(*response->mutable_follow_up(), AddStep(tx, change, request->step()));
        return absl::OkStatus();
      });
}

grpc::Status FollowUpService::GetProgress(grpc::ServerContext* context,
                                          const v1::GetProgressRequest* request,
                                          v1::GetProgressResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "cases/*", request->name()));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(PreviousCase previous, FollowUpsBefore(tx, id, ViewerOf(call), Today(call)));
      const Progress progress = ProgressOf(previous.follow_ups);
      response->set_previous_case(previous.name);
      response->set_verified(progress.verified);
      response->set_open(progress.open);
      for (v1::FollowUp& one : previous.follow_ups) *response->add_follow_ups() = std::move(one);
      return absl::OkStatus();
    });
  });
}

}  // namespace tarazy::accreditation
