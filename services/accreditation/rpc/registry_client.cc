#include "services/accreditation/rpc/registry_client.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/status_map.h"
#include "common/rpc/values.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::accreditation {
namespace {

constexpr size_t kMostKeys = 1000;  // in one question to the registry

absl::Status FindOfKind(rpc::ChannelProvider& channels, const rpc::Call& call,
                        registry::v1::UnitKind kind, absl::string_view prefix,
                        const std::vector<std::string>& names, RegisteredUnits& units) {
  std::vector<std::string> ids;
  for (const std::string& name : names) {
    if (absl::StartsWith(name, prefix)) ids.emplace_back(absl::StripPrefix(name, prefix));
  }
  for (size_t begin = 0; begin < ids.size(); begin += kMostKeys) {
    registry::v1::ResolveUnitsRequest request;
    request.set_kind(kind);
    for (size_t i = begin; i < std::min(ids.size(), begin + kMostKeys); ++i) {
      request.add_keys(ids[i]);
    }
    ASSIGN_OR_RETURN(const auto channel, channels.For("registry"));
    registry::v1::ResolveUnitsResponse response;
    RETURN_IF_ERROR(rpc::FromGrpc(registry::v1::RegistryService::NewStub(channel)->ResolveUnits(
        rpc::Onward(call).get(), request, &response)));
    for (int i = 0; i < response.resolutions_size(); ++i) {
      const auto& resolution = response.resolutions(i);
      // A title that happens to be this id is not meant.
      if (!resolution.has_unit() || resolution.unit().id() != request.keys(i)) continue;
      units[absl::StrCat(prefix, request.keys(i))] = {
          .title = rpc::FromProto(resolution.unit().title()),
          .institution = resolution.unit().institution(),
          .code = resolution.unit().code()};
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RegisteredUnits> FindUnits(rpc::ChannelProvider& channels, const rpc::Call& call,
                                          const std::vector<std::string>& names) {
  RegisteredUnits units;
  RETURN_IF_ERROR(FindOfKind(channels, call, registry::v1::UNIT_KIND_INSTITUTION, "institutions/",
                             names, units));
  RETURN_IF_ERROR(
      FindOfKind(channels, call, registry::v1::UNIT_KIND_PROGRAMME, "programmes/", names, units));
  return units;
}

}  // namespace tarazy::accreditation
