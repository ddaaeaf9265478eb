#include "services/registry/rpc/registry_service.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/registry/rpc/convert.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {
namespace {

constexpr int kMaxBatch = 1000;

absl::StatusOr<Unit> Load(sql::Database& database, const rpc::Call& call, Kind kind,
                          absl::string_view pattern, const std::string& name) {
  ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", pattern, name));
  std::optional<Unit> unit;
  RETURN_IF_ERROR(database.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(unit, FindUnit(tx, kind, id));
    return absl::OkStatus();
  }));
  if (!unit.has_value()) {
    return NotFound(kind == Kind::kInstitution ? "institution" : "programme", name);
  }
  return *std::move(unit);
}

// One page of units; `next` becomes the token of the page after it.
absl::StatusOr<std::vector<Unit>> LoadPage(sql::Database& database, const rpc::PageSigner& pages,
                                           const rpc::Call& call, Kind kind,
                                           const std::string& institution,
                                           const google::protobuf::Message& request,
                                           std::string* next) {
  ASSIGN_OR_RETURN(const rpc::Page page, pages.Open(request, 1));
  std::vector<Unit> units;
  RETURN_IF_ERROR(database.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(
        units, ListUnits(tx, kind, institution, page.first() ? "" : page.after[0], page.size + 1));
    return absl::OkStatus();
  }));
  if (units.size() > static_cast<size_t>(page.size)) {
    units.pop_back();
    *next = pages.Next(request, {units.back().id});
  }
  return units;
}

absl::Status ResolveKey(sql::Tx& tx, Kind kind, const std::string& key,
                        v1::ResolveUnitsResponse::Resolution* resolution) {
  ASSIGN_OR_RETURN(const std::optional<Unit> by_id, FindUnit(tx, kind, key));
  std::vector<Unit> found;
  if (by_id.has_value()) {
    found = {*by_id};
  } else {
    ASSIGN_OR_RETURN(found, FindByTitle(tx, kind, key));
  }
  resolution->set_matches(static_cast<int>(found.size()));
  if (found.size() == 1) *resolution->mutable_unit() = ToUnit(found.front());
  return absl::OkStatus();
}

}  // namespace

grpc::Status RegistryService::UpdateInstitution(grpc::ServerContext* context,
                                                const v1::UpdateInstitutionRequest* request,
                                                v1::UpdateInstitutionResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(const PutUnit put, Parse(*request));
                               ASSIGN_OR_RETURN(const Unit unit, Put(tx, put, call.now));
                               *response->mutable_institution() = ToInstitution(unit);
                               return absl::OkStatus();
                             });
}

grpc::Status RegistryService::GetInstitution(grpc::ServerContext* context,
                                             const v1::GetInstitutionRequest* request,
                                             v1::GetInstitutionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const Unit unit,
                     Load(database_, call, Kind::kInstitution, "institutions/*", request->name()));
    *response->mutable_institution() = ToInstitution(unit);
    return absl::OkStatus();
  });
}

grpc::Status RegistryService::ListInstitutions(grpc::ServerContext* context,
                                               const v1::ListInstitutionsRequest* request,
                                               v1::ListInstitutionsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<Unit> units,
                     LoadPage(database_, runtime_.pages, call, Kind::kInstitution, "", *request,
                              response->mutable_next_page_token()));
    for (const Unit& unit : units) *response->add_institutions() = ToInstitution(unit);
    return absl::OkStatus();
  });
}

grpc::Status RegistryService::UpdateProgramme(grpc::ServerContext* context,
                                              const v1::UpdateProgrammeRequest* request,
                                              v1::UpdateProgrammeResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(const PutUnit put, Parse(*request));
                               ASSIGN_OR_RETURN(const Unit unit, Put(tx, put, call.now));
                               *response->mutable_programme() = ToProgramme(unit);
                               return absl::OkStatus();
                             });
}

grpc::Status RegistryService::GetProgramme(grpc::ServerContext* context,
                                           const v1::GetProgrammeRequest* request,
                                           v1::GetProgrammeResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const Unit unit,
                     Load(database_, call, Kind::kProgramme, "programmes/*", request->name()));
    *response->mutable_programme() = ToProgramme(unit);
    return absl::OkStatus();
  });
}

grpc::Status RegistryService::ListProgrammes(grpc::ServerContext* context,
                                             const v1::ListProgrammesRequest* request,
                                             v1::ListProgrammesResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    std::string institution;
    if (!request->institution().empty()) {
      ASSIGN_OR_RETURN(institution,
                       rpc::ParseId("institution", "institutions/*", request->institution()));
    }
    ASSIGN_OR_RETURN(const std::vector<Unit> units,
                     LoadPage(database_, runtime_.pages, call, Kind::kProgramme, institution,
                              *request, response->mutable_next_page_token()));
    for (const Unit& unit : units) *response->add_programmes() = ToProgramme(unit);
    return absl::OkStatus();
  });
}

grpc::Status RegistryService::ResolveUnits(grpc::ServerContext* context,
                                           const v1::ResolveUnitsRequest* request,
                                           v1::ResolveUnitsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const Kind kind, ParseKind(request->kind()));
    if (request->keys_size() > kMaxBatch) return InvalidField("keys", "at most 1,000 at once");
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      for (const std::string& key : request->keys()) {
        RETURN_IF_ERROR(ResolveKey(tx, kind, key, response->add_resolutions()));
      }
      return absl::OkStatus();
    });
  });
}

grpc::Status RegistryService::RegisterUnits(grpc::ServerContext* context,
                                            const v1::RegisterUnitsRequest* request,
                                            v1::RegisterUnitsResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               if (request->units_size() > kMaxBatch)
                                 return InvalidField("units", "at most 1,000 at once");
                               ASSIGN_OR_RETURN(const std::vector<Unit> units, Parse(*request));
                               ASSIGN_OR_RETURN(const int registered,
                                                RegisterMissing(tx, units, call.now));
                               response->set_registered(registered);
                               return absl::OkStatus();
                             });
}

}  // namespace tarazy::registry
