// tarazy institution put | get | list | search | successors
#include "services/cli/commands.h"
#include "services/cli/institution_details.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/title_options.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using registry::v1::Institution;
using registry::v1::RegistryService;

// With a date there is a column of the title on it.
Table MakeTable(bool dated) {
  Table table;
  table.columns = {{"id"},
                   {"title"},
                   {.name = "title_ru", .detail = true},
                   {.name = "title_kk", .detail = true},
                   {"group"}};
  if (dated) table.columns.push_back({"title_on"});
  for (Column& column : InstitutionDetailColumns()) table.columns.push_back(std::move(column));
  table.columns.push_back({.name = "etag", .detail = true});
  table.columns.push_back({.name = "create_time", .detail = true});
  table.columns.push_back({.name = "update_time", .detail = true});
  return table;
}

std::vector<Value> Row(const Institution& institution, bool dated) {
  std::vector<Value> row = {BareId("institutions", institution.name()), Title(institution.title()),
                            Text(institution.title().ru()), Text(institution.title().kk()),
                            Text(institution.group())};
  if (dated) {
    row.push_back(institution.has_title_on() ? Title(institution.title_on())
                                             : Value(std::monostate()));
  }
  for (Value& value : InstitutionDetailValues(institution)) row.push_back(std::move(value));
  row.push_back(Text(institution.etag()));
  row.push_back(Time(institution.has_create_time(), institution.create_time()));
  row.push_back(Time(institution.has_update_time(), institution.update_time()));
  return row;
}

void Print(Session& session, const Institution& institution, bool dated = false) {
  Table table = MakeTable(dated);
  table.rows.push_back(Row(institution, dated));
  PrintOne(table, session.style, session.terminal.out);
}

struct PutOptions {
  std::string id;
  TitleOptions unit;
  InstitutionDetails details;
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
  RETURN_IF_ERROR(FillInstitutionDetails(options.details, request));
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
  std::string on;
};

absl::Status Get(Session& session, const GetOptions& options) {
  registry::v1::GetInstitutionRequest request;
  request.set_name(FullName("institutions", options.id));
  request.set_on(options.on);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RegistryService::Stub::GetInstitution, request));
  Print(session, response.institution(), !options.on.empty());
  return absl::OkStatus();
}

struct ListOptions {
  std::string query;
  std::string on;
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  const bool dated = !options.on.empty();
  Table table = MakeTable(dated);
  registry::v1::ListInstitutionsRequest request;
  request.set_query(options.query);
  request.set_on(options.on);
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RegistryService::Stub::ListInstitutions,
                              request, [&](const auto& response) {
                                for (const auto& institution : response.institutions()) {
                                  table.rows.push_back(Row(institution, dated));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct SuccessorsOptions {
  std::string id;
  std::string on;
};

absl::Status Successors(Session& session, const SuccessorsOptions& options) {
  registry::v1::ResolveSuccessorsRequest request;
  request.set_name(FullName("institutions", options.id));
  request.set_on(options.on);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RegistryService::Stub::ResolveSuccessors, request));
  std::vector<std::string> successors;
  for (const auto& name : response.successors()) {
    successors.push_back(BareId("institutions", name));
  }
  auto steps = std::make_shared<Table>();
  steps->columns = {{"from"}, {"kind"}, {"to"}, {"effective_on"}};
  for (const auto& step : response.steps()) {
    steps->rows.push_back({BareId("institutions", step.from()),
                           EnumText(registry::v1::RelationKind_Name(step.kind()), "RELATION_KIND_"),
                           BareId("institutions", step.to()), Text(step.effective_on())});
  }
  const Table table{.columns = {{"id"}, {"on"}, {"successors"}, {"steps"}},
                    .rows = {{BareId("institutions", request.name()), Text(options.on), successors,
                              std::shared_ptr<const Table>(steps)}}};
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddInstitutionCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "institution", "Higher education institutions");

  CLI::App& put = *group.add_subcommand("put", "Register an institution or change it");
  auto& put_options = Bind(put, chosen, Put);
  put.add_option("ID", put_options.id, "Its id, such as ektu")->required();
  AddTitleOptions(put, put_options.unit);
  AddInstitutionDetails(put, put_options.details);
  AddEtag(put, put_options.etag);
  AddRequestId(put, put_options.request_id);
  AddValidateOnly(put, put_options.validate_only);

  CLI::App& get = *group.add_subcommand("get", "Show one institution");
  auto& get_options = Bind(get, chosen, Get);
  get.add_option("ID", get_options.id, "Its id, such as ektu")->required();
  AddOn(get, get_options.on);

  CLI::App& list = *group.add_subcommand("list", "Show all institutions");
  auto& list_options = Bind(list, chosen, List);
  AddOn(list, list_options.on);
  AddPageOptions(list, list_options.page);

  CLI::App& search = *group.add_subcommand(
      "search", "Find institutions by their names, of today or before, in any spelling");
  auto& search_options = Bind(search, chosen, List);
  search.add_option("QUERY", search_options.query, "What words of the name begin with")->required();
  AddOn(search, search_options.on);
  AddPageOptions(search, search_options.page);

  CLI::App& successors =
      *group.add_subcommand("successors", "Show who stands in an institution's place on a date");
  auto& successors_options = Bind(successors, chosen, Successors);
  successors.add_option("ID", successors_options.id, "Its id, such as ektu")->required();
  successors.add_option("--on", successors_options.on, "The date, such as 2015-09-01")->required();
}

}  // namespace tarazy::cli
