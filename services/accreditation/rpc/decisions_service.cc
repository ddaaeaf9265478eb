#include "services/accreditation/rpc/decisions_service.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/idempotency.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/accreditation/app/read_register.h"
#include "services/accreditation/app/register_acts.h"
#include "services/accreditation/rpc/recording_by.h"
#include "services/accreditation/rpc/register_request.h"
#include "services/accreditation/rpc/registry_client.h"

namespace tarazy::accreditation {
namespace {

// What the registry says about the subjects of decisions and their institutions. What is no name is
// left to the checks of the decision.
template <typename Decisions>
absl::StatusOr<RegisteredUnits> UnitsOf(rpc::ChannelProvider& channels, const rpc::Call& call,
                                        const Decisions& decisions) {
  std::set<std::string> names;
  for (const v1::Decision& decision : decisions) {
    if (CheckSubject("subject", decision.subject()).ok()) names.insert(decision.subject());
  }
  ASSIGN_OR_RETURN(RegisteredUnits units, FindUnits(channels, call, {names.begin(), names.end()}));
  std::set<std::string> institutions;
  for (const auto& [name, unit] : units) {
    institutions.insert(absl::StrCat("institutions/", unit.institution));
  }
  ASSIGN_OR_RETURN(RegisteredUnits owners,
                   FindUnits(channels, call, {institutions.begin(), institutions.end()}));
  units.merge(owners);
  return units;
}

}  // namespace

grpc::Status DecisionsService::RecordDecision(grpc::ServerContext* context,
                                              const v1::RecordDecisionRequest* request,
                                              v1::RecordDecisionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const RegisteredUnits units,
                     UnitsOf(channels_, call, std::vector<v1::Decision>{request->decision()}));
    RETURN_IF_ERROR(
        rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
          const CertifiedRecording recording(runtime_, call, signer_, units);
          ASSIGN_OR_RETURN(v1::Decision decision,
                           tarazy::accreditation::RecordDecision(tx, cases_, recording.by(),
                                                                 request->decision()));
          ASSIGN_OR_RETURN(*response->mutable_status(),
                           StatusOfLine(tx, LineOf(decision), {.on = recording.by().today}));
          *response->mutable_decision() = std::move(decision);
          return absl::OkStatus();
        }));
    if (!request->validate_only()) bell_.Ring();
    return absl::OkStatus();
  });
}

grpc::Status DecisionsService::GetDecision(grpc::ServerContext* context,
                                           const v1::GetDecisionRequest* request,
                                           v1::GetDecisionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    RETURN_IF_ERROR(rpc::ParseId("name", "decisions/*", request->name()).status());
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_decision(), LoadDecision(tx, request->name()));
      if (!SeesVotes(call)) Redact(*response->mutable_decision());
      return absl::OkStatus();
    });
  });
}

grpc::Status DecisionsService::ListDecisions(grpc::ServerContext* context,
                                             const v1::ListDecisionsRequest* request,
                                             v1::ListDecisionsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    if (!request->subject().empty()) {
      RETURN_IF_ERROR(CheckSubject("subject", request->subject()));
    }
    if (!request->case_name().empty()) {
      RETURN_IF_ERROR(rpc::ParseId("case_name", "cases/*", request->case_name()).status());
    }
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    int64_t after = 0;
    if (!page.first() && !absl::SimpleAtoi(page.after[0], &after)) return Internal("a bad cursor");
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(std::vector<v1::Decision> decisions,
                       tarazy::accreditation::ListDecisions(
                           tx, request->subject(), request->case_name(), after, page.size + 1));
      if (decisions.size() > static_cast<size_t>(page.size)) {
        decisions.pop_back();
        response->set_next_page_token(
            runtime_.pages.Next(*request, {absl::StrCat(decisions.back().sequence())}));
      }
      for (v1::Decision& decision : decisions) {
        if (!SeesVotes(call)) Redact(decision);
        *response->add_decisions() = std::move(decision);
      }
      return absl::OkStatus();
    });
  });
}

grpc::Status DecisionsService::ImportDecisions(grpc::ServerContext* context,
                                               const v1::ImportDecisionsRequest* request,
                                               v1::ImportDecisionsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    if (request->decisions_size() > kMaxImportedDecisions) {
      return InvalidField("decisions", absl::StrCat("has ", request->decisions_size(),
                                                    " items; at most ", kMaxImportedDecisions));
    }
    ASSIGN_OR_RETURN(const RegisteredUnits units, UnitsOf(channels_, call, request->decisions()));
    RETURN_IF_ERROR(
        rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
          const CertifiedRecording recording(runtime_, call, signer_, units);
          ASSIGN_OR_RETURN(
              const std::vector<v1::Decision> recorded,
              tarazy::accreditation::ImportDecisions(
                  tx, recording.by(), {request->decisions().begin(), request->decisions().end()}));
          response->set_recorded(static_cast<int32_t>(recorded.size()));
          response->set_last_sequence(recorded.back().sequence());
          return absl::OkStatus();
        }));
    if (!request->validate_only()) bell_.Ring();
    return absl::OkStatus();
  });
}

}  // namespace tarazy::accreditation
