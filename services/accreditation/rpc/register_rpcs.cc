#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/status_map.h"
#include "services/accreditation/app/read_register.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/register_request.h"
#include "services/accreditation/rpc/register_service.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::accreditation {
namespace {

// The names of an institution's registered programmes. Errors: NOT_FOUND, those of the registry.
absl::StatusOr<std::vector<std::string>> ProgrammesOf(rpc::ChannelProvider& channels,
                                                      const rpc::Call& call,
                                                      const std::string& institution) {
  ASSIGN_OR_RETURN(const auto channel, channels.For("registry"));
  const auto stub = registry::v1::RegistryService::NewStub(channel);
  registry::v1::GetInstitutionRequest exists;
  exists.set_name(institution);
  registry::v1::GetInstitutionResponse found;
  RETURN_IF_ERROR(rpc::FromGrpc(stub->GetInstitution(rpc::Onward(call).get(), exists, &found)));
  registry::v1::ListProgrammesRequest request;
  request.set_institution(institution);
  request.set_page_size(1000);
  std::vector<std::string> names;
  do {
    registry::v1::ListProgrammesResponse response;
    RETURN_IF_ERROR(
        rpc::FromGrpc(stub->ListProgrammes(rpc::Onward(call).get(), request, &response)));
    for (const registry::v1::Programme& programme : response.programmes()) {
      names.push_back(programme.name());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return names;
}

}  // namespace

grpc::ServerUnaryReactor* RegisterService::GetStatus(grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request,
                                                     grpc::ByteBuffer* response) {
  return hot_.status().Serve(context, request, response);
}

grpc::ServerUnaryReactor* RegisterService::SearchRegister(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  return hot_.search().Serve(context, request, response);
}

grpc::ServerWriteReactor<v1::WatchRegisterResponse>* RegisterService::WatchRegister(
    grpc::CallbackServerContext* context, const v1::WatchRegisterRequest* request) {
  return feed_.Watch(context, request);
}

grpc::Status RegisterService::GetAccreditedShare(grpc::ServerContext* context,
                                                 const v1::GetAccreditedShareRequest* request,
                                                 v1::GetAccreditedShareResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    RETURN_IF_ERROR(rpc::ParseId("institution", "institutions/*", request->institution()).status());
    RETURN_IF_ERROR(CheckAgency(request->agency()));
    ASSIGN_OR_RETURN(const absl::CivilDay on, ParseDayOrToday("on", request->on(), call));
    ASSIGN_OR_RETURN(const std::vector<std::string> programmes,
                     ProgrammesOf(channels_, call, request->institution()));
    if (programmes.empty()) {
      return FailedPrecondition(
          Reason::kNoData,
          absl::StrCat(request->institution(), " has no registered programmes: no share of them"));
    }
    AccreditedCount count;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(
          count, CountAccredited(tx, request->institution(), programmes, request->agency(), on));
      return absl::OkStatus();
    }));
    const auto total = static_cast<int>(programmes.size());
    response->set_share(100.0 * count.accredited / total);
    response->set_accredited(count.accredited);
    response->set_programmes(total);
    response->set_on(FormatDay(on));
    response->set_register_sequence(count.sequence);
    response->set_evidence(absl::StrCat("register of accreditation on ", FormatDay(on),
                                        ", as of its change ", count.sequence));
    return absl::OkStatus();
  });
}

}  // namespace tarazy::accreditation
