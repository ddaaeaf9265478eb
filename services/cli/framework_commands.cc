// tarazy framework put | get | list
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/message_json.h"
#include "services/cli/record_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/accreditation/v1/frameworks_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::Framework;
using v1::FrameworksService;

std::vector<Column> Columns() {
  return {{"framework"},
          {"title"},
          {"issuer"},
          {.name = "designation", .detail = true},
          {"valid_from"},
          {"valid_to"},
          {"language"},
          {"create_time"},
          {.name = "digest", .detail = true}};
}

std::vector<Value> Row(const Framework& framework) {
  return {Text(framework.name()),       Title(framework.title()),
          Text(framework.issuer()),     Text(framework.designation()),
          Text(framework.valid_from()), Text(framework.valid_to()),
          Text(framework.language()),   Time(framework.has_create_time(), framework.create_time()),
          Text(framework.digest())};
}

std::shared_ptr<const Table> ScaleTable(const Framework& framework) {
  auto table = std::make_shared<Table>();
  table->columns = {{"mark"}, {"title"}, {"meaning"}};
  for (const auto& mark : framework.scale()) {
    table->rows.push_back({mark.id(), Title(mark.title()), Text(EnumWord(mark.meaning()))});
  }
  return table;
}

std::shared_ptr<const Table> StandardTable(const Framework& framework) {
  auto table = std::make_shared<Table>();
  table->columns = {{"standard"}, {"criteria"}, {"title"}};
  for (const auto& standard : framework.standards()) {
    table->rows.push_back(
        {standard.code(), int64_t{standard.criteria_size()}, Title(standard.title())});
  }
  return table;
}

// A framework on its own: how large it is, then what else is known.
Table OneTable(const Framework& framework) {
  int64_t criteria = 0;
  for (const auto& standard : framework.standards()) criteria += standard.criteria_size();
  Table table{.columns = Columns(), .rows = {Row(framework)}};
  table.columns.insert(table.columns.end(), {{"marks"}, {"standards"}, {"criteria"}});
  table.rows[0].insert(table.rows[0].end(), {int64_t{framework.scale_size()},
                                             int64_t{framework.standards_size()}, criteria});
  return table;
}

struct PutOptions {
  std::string file;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Put(Session& session, const PutOptions& options) {
  v1::CreateFrameworkVersionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_source(), ReadRecordText(options.file));
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&FrameworksService::Stub::CreateFrameworkVersion, request));
  auto findings = std::make_shared<Table>();
  findings->columns = {{"severity"}, {"rule"}, {"node"}, {"message"}, {"acknowledged"}};
  for (const auto& finding : response.findings()) {
    findings->rows.push_back({std::string(finding.error() ? "error" : "warning"), finding.rule(),
                              Text(finding.node()), finding.message(), finding.acknowledged()});
  }
  Table table = OneTable(response.framework());
  table.columns.push_back({"findings"});
  table.rows[0].push_back(std::move(findings));
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct GetOptions {
  std::string id;
  bool source = false;
};

absl::Status Get(Session& session, const GetOptions& options) {
  v1::GetFrameworkVersionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), FrameworkName(options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&FrameworksService::Stub::GetFrameworkVersion, request));
  if (options.source) {
    session.terminal.out << response.source();
  } else if (session.style.format == Format::kJson) {
    session.terminal.out << MessageJson(response.framework());
  } else {
    Table table = OneTable(response.framework());
    table.columns.insert(table.columns.end(), {{"scale"}, {"by_standard"}});
    table.rows[0].insert(table.rows[0].end(),
                         {ScaleTable(response.framework()), StandardTable(response.framework())});
    PrintOne(table, session.style, session.terminal.out);
  }
  return absl::OkStatus();
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table{.columns = Columns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &FrameworksService::Stub::ListFrameworks,
                              v1::ListFrameworksRequest(), [&](const auto& response) {
                                for (const auto& framework : response.frameworks()) {
                                  table.rows.push_back(Row(framework));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddFrameworkCommands(CLI::App& app, Action& chosen) {
  CLI::App& group =
      AddGroup(app, "framework", "Frameworks: standards, criteria and their versions");
  AddFrameworkLintCommand(group, chosen);

  CLI::App& put = *group.add_subcommand("put", "Store a file as a new version");
  auto& options = Bind(put, chosen, Put);
  put.add_option("FILE", options.file, "The framework, YAML or JSON; - is standard input")
      ->required();
  AddRequestId(put, options.request_id);
  AddValidateOnly(put, options.validate_only);
  AddExample(put, "tarazy framework put iaar-joint.yaml");

  CLI::App& get = *group.add_subcommand("get", "Show one version; its JSON is whole");
  auto& get_options = Bind(get, chosen, Get);
  get.add_option("ID", get_options.id, "ID for the newest version, or ID@VERSION")->required();
  get.add_flag("--source", get_options.source, "Print the file as it was stored");
  AddExample(get, "tarazy framework get iaar-joint@1");

  CLI::App& list = *group.add_subcommand("list", "Show all versions of all frameworks");
  AddPageOptions(list, Bind(list, chosen, List).page);
}

}  // namespace tarazy::cli
