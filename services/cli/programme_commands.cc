// tarazy programme put | get | list
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/title_options.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using registry::v1::Programme;
using registry::v1::RegistryService;

Table MakeTable() {
  return {.columns = {{"id"},
                      {"institution"},
                      {"title"},
                      {.name = "title_ru", .detail = true},
                      {.name = "title_kk", .detail = true},
                      {"group"},
                      {.name = "etag", .detail = true},
                      {.name = "create_time", .detail = true},
                      {.name = "update_time", .detail = true}},
          .rows = {}};
}

std::vector<Value> Row(const Programme& programme) {
  return {BareId("programmes", programme.name()),
          BareId("institutions", programme.institution()),
          Title(programme.title()),
          Text(programme.title().ru()),
          Text(programme.title().kk()),
          Text(programme.group()),
          Text(programme.etag()),
          Time(programme.has_create_time(), programme.create_time()),
          Time(programme.has_update_time(), programme.update_time())};
}

void Print(Session& session, const Programme& programme) {
  Table table = MakeTable();
  table.rows.push_back(Row(programme));
  PrintOne(table, session.style, session.terminal.out);
}

struct PutOptions {
  std::string id;
  std::string institution;
  TitleOptions unit;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Put(Session& session, const PutOptions& options) {
  registry::v1::UpdateProgrammeRequest request;
  Programme& programme = *request.mutable_programme();
  programme.set_name(FullName("programmes", options.id));
  programme.set_institution(FullName("institutions", options.institution));
  programme.set_etag(options.etag);
  FillTitle(options.unit, programme, *request.mutable_update_mask());
  request.set_allow_missing(true);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RegistryService::Stub::UpdateProgramme, request));
  Print(session, response.programme());
  return absl::OkStatus();
}

struct GetOptions {
  std::string id;
};

absl::Status Get(Session& session, const GetOptions& options) {
  registry::v1::GetProgrammeRequest request;
  request.set_name(FullName("programmes", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RegistryService::Stub::GetProgramme, request));
  Print(session, response.programme());
  return absl::OkStatus();
}

struct ListOptions {
  std::string institution;
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table = MakeTable();
  registry::v1::ListProgrammesRequest request;
  request.set_institution(OptionalName("institutions", options.institution));
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RegistryService::Stub::ListProgrammes,
                              request, [&](const auto& response) {
                                for (const auto& programme : response.programmes()) {
                                  table.rows.push_back(Row(programme));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddProgrammeCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "programme", "Educational programmes");

  CLI::App& put = *group.add_subcommand("put", "Register a programme or change it");
  auto& put_options = Bind(put, chosen, Put);
  put.add_option("ID", put_options.id, "Its id, such as ektu-6b06102")->required();
  put.add_option("--institution", put_options.institution, "The institution it belongs to")
      ->required();
  AddTitleOptions(put, put_options.unit);
  AddEtag(put, put_options.etag);
  AddRequestId(put, put_options.request_id);
  AddValidateOnly(put, put_options.validate_only);

  CLI::App& get = *group.add_subcommand("get", "Show one programme");
  get.add_option("ID", Bind(get, chosen, Get).id, "Its id, such as ektu-6b06102")->required();

  CLI::App& list = *group.add_subcommand("list", "Show all programmes");
  auto& list_options = Bind(list, chosen, List);
  list.add_option("--institution", list_options.institution, "Only those of this institution");
  AddPageOptions(list, list_options.page);
}

}  // namespace tarazy::cli
