#include "services/rankings/rpc/registry_client.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
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
                                   .group = proto.unit().group(),
                                   .institution = proto.unit().institution()};
    }
    resolutions.push_back(std::move(resolution));
  }
  return resolutions;
}

absl::StatusOr<RankedUnit> RegistryClient::Institution(const std::string& id) {
  ASSIGN_OR_RETURN(const auto channel, channels_.For(kService));
  registry::v1::GetInstitutionRequest request;
  request.set_name(absl::StrCat("institutions/", id));
  registry::v1::GetInstitutionResponse response;
  RETURN_IF_ERROR(rpc::FromGrpc(registry::v1::RegistryService::NewStub(channel)->GetInstitution(
      rpc::Onward(call_).get(), request, &response)));
  return RankedUnit{.id = id,
                    .title = rpc::FromProto(response.institution().title()),
                    .group = response.institution().group(),
                    .institution = id};
}

absl::StatusOr<std::vector<RankedUnit>> RegistryClient::UnitsOf(UnitKind kind,
                                                                const std::string& institution) {
  std::vector<RankedUnit> units;
  if (kind == UnitKind::kInstitution) {
    ASSIGN_OR_RETURN(units.emplace_back(), Institution(institution));
    return units;
  }
  ASSIGN_OR_RETURN(const auto channel, channels_.For(kService));
  registry::v1::ListProgrammesRequest request;
  request.set_institution(absl::StrCat("institutions/", institution));
  request.set_page_size(1000);
  do {
    registry::v1::ListProgrammesResponse response;
    RETURN_IF_ERROR(rpc::FromGrpc(registry::v1::RegistryService::NewStub(channel)->ListProgrammes(
        rpc::Onward(call_).get(), request, &response)));
    for (const registry::v1::Programme& programme : response.programmes()) {
      units.push_back({.id = std::string(absl::StripPrefix(programme.name(), "programmes/")),
                       .title = rpc::FromProto(programme.title()),
                       .group = programme.group(),
                       .institution = institution});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return units;
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
