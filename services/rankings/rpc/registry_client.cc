#include "services/rankings/rpc/registry_client.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/status_map.h"
#include "common/rpc/values.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::rankings {
namespace {

constexpr char kService[] = "registry";

registry::v1::UnitKind ToProto(UnitKind kind) {
  return kind == UnitKind::kInstitution ? registry::v1::UNIT_KIND_INSTITUTION
                                        : registry::v1::UNIT_KIND_PROGRAMME;
}

}  // namespace

absl::StatusOr<std::vector<UnitDirectory::Resolution>> RegistryClient::Resolve(
    UnitKind kind, const std::vector<std::string>& keys) {
  ASSIGN_OR_RETURN(const auto channel, channels_.For(kService));
  registry::v1::ResolveUnitsRequest request;
  request.set_kind(ToProto(kind));
  for (const std::string& key : keys) request.add_keys(key);
  registry::v1::ResolveUnitsResponse response;
  RETURN_IF_ERROR(rpc::FromGrpc(registry::v1::RegistryService::NewStub(channel)->ResolveUnits(
      rpc::Onward(call_).get(), request, &response)));
  if (response.resolutions_size() != request.keys_size()) {
    return Internal("the registry answered another question");
  }
  std::vector<Resolution> resolutions;
  for (const auto& proto : response.resolutions()) {
    Resolution resolution{.matches = proto.matches()};
    if (proto.has_unit()) {
      resolution.unit = RankedUnit{.id = proto.unit().id(),
                                   .title = rpc::FromProto(proto.unit().title()),
                                   .group = proto.unit().group()};
    }
    resolutions.push_back(std::move(resolution));
  }
  return resolutions;
}

absl::StatusOr<int> RegistryClient::Register(UnitKind kind, const std::vector<RankedUnit>& units) {
  ASSIGN_OR_RETURN(const auto channel, channels_.For(kService));
  registry::v1::RegisterUnitsRequest request;
  request.set_kind(ToProto(kind));
  for (const RankedUnit& unit : units) {
    registry::v1::Unit& proto = *request.add_units();
    proto.set_id(unit.id);
    *proto.mutable_title() = rpc::ToProto(unit.title);
    proto.set_group(unit.group);
  }
  registry::v1::RegisterUnitsResponse response;
  RETURN_IF_ERROR(rpc::FromGrpc(registry::v1::RegistryService::NewStub(channel)->RegisterUnits(
      rpc::Onward(call_).get(), request, &response)));
  return response.registered();
}

}  // namespace tarazy::rankings
