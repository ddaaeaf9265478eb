// tarazy institution put | get | list
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/title_options.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using registry::v1::Institution;
using registry::v1::RegistryService;

Table MakeTable() {
  return {.columns = {{"id"},
                      {"title"},
                      {.name = "title_ru", .detail = true},
                      {.name = "title_kk", .detail = true},
                      {"group"},
                      {.name = "etag", .detail = true},
                      {.name = "create_time", .detail = true},
                      {.name = "update_time", .detail = true}},
          .rows = {}};
}

std::vector<Value> Row(const Institution& institution) {
  return {BareId("institutions", institution.name()),
          Title(institution.title()),
          Text(institution.title().ru()),
          Text(institution.title().kk()),
          Text(institution.group()),
          Text(institution.etag()),
          Time(institution.has_create_time(), institution.create_time()),
          Time(institution.has_update_time(), institution.update_time())};
}

void Print(Session& session, const Institution& institution) {
  Table table = MakeTable();
  table.rows.push_back(Row(institution));
  PrintOne(table, session.style, session.terminal.out);
}

struct PutOptions {
  std::string id;
  TitleOptions unit;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Put(Session& session, const PutOptions& options) {
  registry::v1::UpdateInstitutionRequest request;
  Institution& institution = *request.mutable_institution();
  institution.set_name(FullName("institutions", options.id));
  institution.set_etag(options.etag);
  FillTitle(options.unit, institution, *request.mutable_update_mask());
  request.set_allow_missing(true);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RegistryService::Stub::UpdateInstitution, request));
  Print(session, response.institution());
  return absl::OkStatus();
}

struct GetOptions {
  std::string id;
};

absl::Status Get(Session& session, const GetOptions& options) {
  registry::v1::GetInstitutionRequest request;
  request.set_name(FullName("institutions", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RegistryService::Stub::GetInstitution, request));
  Print(session, response.institution());
  return absl::OkStatus();
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table = MakeTable();
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RegistryService::Stub::ListInstitutions,
                              registry::v1::ListInstitutionsRequest(), [&](const auto& response) {
                                for (const auto& institution : response.institutions()) {
                                  table.rows.push_back(Row(institution));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddInstitutionCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "institution", "Higher education institutions");

  CLI::App& put = *group.add_subcommand("put", "Register an institution or change it");
  auto& put_options = Bind(put, chosen, Put);
  put.add_option("ID", put_options.id, "Its id, such as ektu")->required();
  AddTitleOptions(put, put_options.unit);
  AddEtag(put, put_options.etag);
  AddRequestId(put, put_options.request_id);
  AddValidateOnly(put, put_options.validate_only);

  CLI::App& get = *group.add_subcommand("get", "Show one institution");
  get.add_option("ID", Bind(get, chosen, Get).id, "Its id, such as ektu")->required();

  CLI::App& list = *group.add_subcommand("list", "Show all institutions");
  AddPageOptions(list, Bind(list, chosen, List).page);
}

}  // namespace tarazy::cli
