// Institutions and programmes, one by one and in lists; units are units_rpc.cc's.
#include "services/registry/rpc/registry_service.h"

#include <optional>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/registry/app/list_units.h"
#include "services/registry/app/succession.h"
#include "services/registry/domain/programme_code.h"
#include "services/registry/domain/search_text.h"
#include "services/registry/rpc/convert.h"
#include "services/registry/store/institution_store.h"
#include "services/registry/store/programme_store.h"

namespace tarazy::registry {
namespace {

// One whole by its id; NOT_FOUND when there is none.
template <typename Whole>
absl::StatusOr<Whole> Load(sql::Database& database, const rpc::Call& call, absl::string_view what,
                           const std::string& name, const std::string& id,
                           absl::StatusOr<std::optional<Whole>> (*find)(sql::Tx&,
                                                                        absl::string_view)) {
  std::optional<Whole> whole;
  RETURN_IF_ERROR(database.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(whole, find(tx, id));
    return absl::OkStatus();
  }));
  if (!whole.has_value()) return NotFound(what, name);
  return *std::move(whole);
}

// One page; `next` becomes the token of the page after it.
template <typename Whole>
absl::StatusOr<std::vector<Whole>> LoadPage(
    sql::Database& database, const rpc::PageSigner& pages, const rpc::Call& call,
    const Search& search, const google::protobuf::Message& request, std::string* next,
    absl::StatusOr<std::vector<Whole>> (*load)(sql::Tx&, std::vector<Unit>)) {
  ASSIGN_OR_RETURN(const rpc::Page page, pages.Open(request, 1));
  std::vector<Whole> wholes;
  RETURN_IF_ERROR(database.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<Unit> units,
                     PageOfUnits(tx, search, page.first() ? "" : page.after[0], page.size + 1));
    const bool more = units.size() > static_cast<size_t>(page.size);
    if (more) units.pop_back();
    *next = more ? pages.Next(request, {units.back().id}) : "";
    ASSIGN_OR_RETURN(wholes, load(tx, std::move(units)));
    return absl::OkStatus();
  }));
  return wholes;
}

}  // namespace

grpc::Status RegistryService::UpdateInstitution(grpc::ServerContext* context,
                                                const v1::UpdateInstitutionRequest* request,
                                                v1::UpdateInstitutionResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(const PutInstitution put, Parse(*request));
                               ASSIGN_OR_RETURN(const Institution whole, Put(tx, put, call.now));
                               *response->mutable_institution() = ToInstitution(whole);
                               return absl::OkStatus();
                             });
}

grpc::Status RegistryService::GetInstitution(grpc::ServerContext* context,
                                             const v1::GetInstitutionRequest* request,
                                             v1::GetInstitutionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "institutions/*", request->name()));
    ASSIGN_OR_RETURN(const std::optional<Date> on, ParseOptionalDate("on", request->on()));
    ASSIGN_OR_RETURN(const Institution whole,
                     Load(database_, call, "institution", request->name(), id, FindInstitution));
    *response->mutable_institution() = ToInstitution(whole, on);
    return absl::OkStatus();
  });
}

grpc::Status RegistryService::ListInstitutions(grpc::ServerContext* context,
                                               const v1::ListInstitutionsRequest* request,
                                               v1::ListInstitutionsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    Search search{.kind = Kind::kInstitution};
    ASSIGN_OR_RETURN(search.words, QueryWords(request->query()));
    ASSIGN_OR_RETURN(const std::optional<Date> on, ParseOptionalDate("on", request->on()));
    ASSIGN_OR_RETURN(const std::vector<Institution> page,
                     LoadPage(database_, runtime_.pages, call, search, *request,
                              response->mutable_next_page_token(), LoadInstitutions));
    for (const Institution& whole : page) *response->add_institutions() = ToInstitution(whole, on);
    return absl::OkStatus();
  });
}

grpc::Status RegistryService::ResolveSuccessors(grpc::ServerContext* context,
                                                const v1::ResolveSuccessorsRequest* request,
                                                v1::ResolveSuccessorsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "institutions/*", request->name()));
    ASSIGN_OR_RETURN(const Date on, ParseDate("on", request->on()));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(const auto institution, FindInstitution(tx, id));
      if (!institution) return NotFound("institution", request->name());
      ASSIGN_OR_RETURN(const Succession succession, SuccessionOn(tx, id, on));
      Fill(succession, *response);
      return absl::OkStatus();
    });
  });
}

grpc::Status RegistryService::UpdateProgramme(grpc::ServerContext* context,
                                              const v1::UpdateProgrammeRequest* request,
                                              v1::UpdateProgrammeResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(const PutProgramme put, Parse(*request));
                               ASSIGN_OR_RETURN(const Programme whole, Put(tx, put, call.now));
                               *response->mutable_programme() = ToProgramme(whole);
                               return absl::OkStatus();
                             });
}

grpc::Status RegistryService::GetProgramme(grpc::ServerContext* context,
                                           const v1::GetProgrammeRequest* request,
                                           v1::GetProgrammeResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "programmes/*", request->name()));
    ASSIGN_OR_RETURN(const std::optional<Date> on, ParseOptionalDate("on", request->on()));
    ASSIGN_OR_RETURN(const Programme whole,
                     Load(database_, call, "programme", request->name(), id, FindProgramme));
    *response->mutable_programme() = ToProgramme(whole, on);
    return absl::OkStatus();
  });
}

grpc::Status RegistryService::ListProgrammes(grpc::ServerContext* context,
                                             const v1::ListProgrammesRequest* request,
                                             v1::ListProgrammesResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    Search search{.kind = Kind::kProgramme, .code = request->code()};
    if (!request->institution().empty()) {
      ASSIGN_OR_RETURN(search.institution,
                       rpc::ParseId("institution", "institutions/*", request->institution()));
    }
    if (!search.code.empty()) RETURN_IF_ERROR(CheckOldCode("code", search.code));
    ASSIGN_OR_RETURN(search.words, QueryWords(request->query()));
    ASSIGN_OR_RETURN(const std::optional<Date> on, ParseOptionalDate("on", request->on()));
    ASSIGN_OR_RETURN(const std::vector<Programme> page,
                     LoadPage(database_, runtime_.pages, call, search, *request,
                              response->mutable_next_page_token(), LoadProgrammes));
    for (const Programme& whole : page) *response->add_programmes() = ToProgramme(whole, on);
    return absl::OkStatus();
  });
}

}  // namespace tarazy::registry
