#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/resource_name.h"
#include "services/accreditation/app/appeals.h"
#include "services/accreditation/app/read_register.h"
#include "services/accreditation/app/register_acts.h"
#include "services/accreditation/rpc/decisions_service.h"
#include "services/accreditation/rpc/recording_by.h"

namespace tarazy::accreditation {

grpc::Status DecisionsService::FileAppeal(grpc::ServerContext* context,
                                          const v1::FileAppealRequest* request,
                                          v1::FileAppealResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    RETURN_IF_ERROR(
        rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
          const CertifiedRecording recording(runtime_, call, signer_);
          ASSIGN_OR_RETURN(
              *response->mutable_appeal(),
              tarazy::accreditation::FileAppeal(tx, cases_, recording.by(), request->appeal()));
          return absl::OkStatus();
        }));
    if (!request->validate_only()) bell_.Ring();
    return absl::OkStatus();
  });
}

grpc::Status DecisionsService::DecideAppeal(grpc::ServerContext* context,
                                            const v1::DecideAppealRequest* request,
                                            v1::DecideAppealResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    RETURN_IF_ERROR(rpc::ParseId("name", "appeals/*", request->name()).status());
    const AppealEnd end{.name = request->name(),
                        .outcome = request->outcome(),
                        .decided_on = request->decided_on(),
                        .reason = request->reason(),
                        .vote = request->vote()};
    RETURN_IF_ERROR(
        rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
          const CertifiedRecording recording(runtime_, call, signer_);
          const RecordingBy& by = recording.by();
          ASSIGN_OR_RETURN(v1::Appeal appeal,
                           tarazy::accreditation::DecideAppeal(tx, cases_, by, end));
          ASSIGN_OR_RETURN(const v1::Decision decision, LoadDecision(tx, appeal.decision()));
          ASSIGN_OR_RETURN(*response->mutable_status(),
                           StatusOfLine(tx, LineOf(decision), {.on = by.today}));
          *response->mutable_appeal() = std::move(appeal);
          return absl::OkStatus();
        }));
    if (!request->validate_only()) bell_.Ring();
    return absl::OkStatus();
  });
}

grpc::Status DecisionsService::GetAppeal(grpc::ServerContext* context,
                                         const v1::GetAppealRequest* request,
                                         v1::GetAppealResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    RETURN_IF_ERROR(rpc::ParseId("name", "appeals/*", request->name()).status());
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_appeal(), LoadAppeal(tx, request->name()));
      if (!SeesVotes(call)) Redact(*response->mutable_appeal());
      return absl::OkStatus();
    });
  });
}

}  // namespace tarazy::accreditation
