// tarazy programme put | get | list | search
#include "services/cli/commands.h"
#include "services/cli/programme_details.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/title_options.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using registry::v1::Programme;
using registry::v1::RegistryService;

Value LevelText(registry::v1::ProgrammeLevel level) {
  if (level == registry::v1::PROGRAMME_LEVEL_UNSPECIFIED) return std::monostate();
  return EnumText(registry::v1::ProgrammeLevel_Name(level), "PROGRAMME_LEVEL_");
}

// With a date there is a column of the title on it.
Table MakeTable(bool dated) {
  Table table;
  table.columns = {{"id"},
                   {"institution"},
                   {"code"},
                   {"level"},
                   {"title"},
                   {.name = "title_ru", .detail = true},
                   {.name = "title_kk", .detail = true},
                   {"group"}};
  if (dated) table.columns.push_back({"title_on"});
  for (Column& column : ProgrammeDetailColumns()) table.columns.push_back(std::move(column));
  table.columns.push_back({.name = "etag", .detail = true});
  table.columns.push_back({.name = "create_time", .detail = true});
  table.columns.push_back({.name = "update_time", .detail = true});
  return table;
}

std::vector<Value> Row(const Programme& programme, bool dated) {
  std::vector<Value> row = {BareId("programmes", programme.name()),
                            BareId("institutions", programme.institution()),
                            Text(programme.code()),
                            LevelText(programme.level()),
                            Title(programme.title()),
                            Text(programme.title().ru()),
                            Text(programme.title().kk()),
                            Text(programme.group())};
  if (dated) {
    row.push_back(programme.has_title_on() ? Title(programme.title_on()) : Value(std::monostate()));
  }
  for (Value& value : ProgrammeDetailValues(programme)) row.push_back(std::move(value));
  row.push_back(Text(programme.etag()));
  row.push_back(Time(programme.has_create_time(), programme.create_time()));
  row.push_back(Time(programme.has_update_time(), programme.update_time()));
  return row;
}

void Print(Session& session, const Programme& programme, bool dated = false) {
  Table table = MakeTable(dated);
  table.rows.push_back(Row(programme, dated));
  PrintOne(table, session.style, session.terminal.out);
}

struct PutOptions {
  std::string id;
  std::string institution;
  TitleOptions unit;
  ProgrammeDetails details;
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
  RETURN_IF_ERROR(FillProgrammeDetails(options.details, request));
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
  std::string on;
};

absl::Status Get(Session& session, const GetOptions& options) {
  registry::v1::GetProgrammeRequest request;
  request.set_name(FullName("programmes", options.id));
  request.set_on(options.on);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RegistryService::Stub::GetProgramme, request));
  Print(session, response.programme(), !options.on.empty());
  return absl::OkStatus();
}

struct ListOptions {
  std::string institution;
  std::string code;
  std::string query;
  std::string on;
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  const bool dated = !options.on.empty();
  Table table = MakeTable(dated);
  registry::v1::ListProgrammesRequest request;
  request.set_institution(OptionalName("institutions", options.institution));
  request.set_code(options.code);
  request.set_query(options.query);
  request.set_on(options.on);
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RegistryService::Stub::ListProgrammes,
                              request, [&](const auto& response) {
                                for (const auto& programme : response.programmes()) {
                                  table.rows.push_back(Row(programme, dated));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

void AddListOptions(CLI::App& command, ListOptions& options) {
  command.add_option("--institution", options.institution, "Only those of this institution");
  command.add_option("--code", options.code, "Only those that have this code or had it");
  AddOn(command, options.on);
  AddPageOptions(command, options.page);
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
  AddProgrammeDetails(put, put_options.details);
  AddEtag(put, put_options.etag);
  AddRequestId(put, put_options.request_id);
  AddValidateOnly(put, put_options.validate_only);

  CLI::App& get = *group.add_subcommand("get", "Show one programme");
  auto& get_options = Bind(get, chosen, Get);
  get.add_option("ID", get_options.id, "Its id, such as ektu-6b06102")->required();
  AddOn(get, get_options.on);

  CLI::App& list = *group.add_subcommand("list", "Show all programmes");
  AddListOptions(list, Bind(list, chosen, List));

  CLI::App& search = *group.add_subcommand(
      "search", "Find programmes by their titles and codes, of today or before, in any spelling");
  auto& search_options = Bind(search, chosen, List);
  search.add_option("QUERY", search_options.query, "What words of the title begin with")
      ->required();
  AddListOptions(search, search_options);
}

}  // namespace tarazy::cli
