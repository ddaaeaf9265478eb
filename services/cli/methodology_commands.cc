// tarazy methodology put | get | list (lint is in methodology_lint_command.cc)
#include "common/base/text.h"
#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::MethodologyVersion;
using rankings::v1::RankingsService;

constexpr size_t kMaxFileBytes = 1 << 20;

Table MakeTable() {
  return {.columns = {{"methodology"},
                      {"title"},
                      {"unit"},
                      {"version"},
                      {"indicators"},
                      {"leaves"},
                      {"variables"},
                      {"create_time"}},
          .rows = {}};
}

std::vector<Value> Row(const MethodologyVersion& methodology) {
  return {Text(methodology.name()),
          Title(methodology.title()),
          EnumText(registry::v1::UnitKind_Name(methodology.unit()), "UNIT_KIND_"),
          int64_t{methodology.version()},
          int64_t{methodology.indicators()},
          int64_t{methodology.leaves()},
          int64_t{methodology.variables()},
          Time(methodology.has_create_time(), methodology.create_time())};
}

// The file itself would push everything else off the screen, so only programs get it.
void Print(Session& session, const MethodologyVersion& methodology) {
  Table table = MakeTable();
  table.rows.push_back(Row(methodology));
  table.columns.push_back({"findings"});
  table.rows[0].push_back(FindingTable(methodology.findings()));
  if (session.style.format != Format::kTable) {
    table.columns.push_back({"source"});
    table.rows[0].push_back(Text(methodology.source()));
  }
  PrintOne(table, session.style, session.terminal.out);
}

struct PutOptions {
  std::string file;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Put(Session& session, const PutOptions& options) {
  rankings::v1::CreateMethodologyVersionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_source(), ReadWholeFile(options.file, kMaxFileBytes));
  if (!IsValidUtf8(request.source())) {
    return UsageError(absl::StrCat(options.file, " is not UTF-8"));
  }
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RankingsService::Stub::CreateMethodologyVersion, request));
  Print(session, response.methodology());
  return absl::OkStatus();
}

struct GetOptions {
  std::string id;
};

absl::Status Get(Session& session, const GetOptions& options) {
  rankings::v1::GetMethodologyVersionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), MethodologyName(options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RankingsService::Stub::GetMethodologyVersion, request));
  Print(session, response.methodology());
  return absl::OkStatus();
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table = MakeTable();
  RETURN_IF_ERROR(
      ForEachPage(session, options.page, &RankingsService::Stub::ListMethodologyVersions,
                  rankings::v1::ListMethodologyVersionsRequest(), [&](const auto& response) {
                    for (const auto& version : response.methodologies())
                      table.rows.push_back(Row(version));
                  }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddMethodologyCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "methodology", "Methodologies and their versions");
  AddLintCommand(group, chosen);

  CLI::App& put = *group.add_subcommand("put", "Store a file as a new version");
  auto& options = Bind(put, chosen, Put);
  put.add_option("FILE", options.file, "The methodology, YAML; - is standard input")->required();
  AddRequestId(put, options.request_id);
  AddValidateOnly(put, options.validate_only);

  CLI::App& get = *group.add_subcommand("get", "Show one version");
  get.add_option("ID", Bind(get, chosen, Get).id, "ID for the newest version, or ID@VERSION")
      ->required();

  CLI::App& list = *group.add_subcommand("list", "Show all versions of all methodologies");
  AddPageOptions(list, Bind(list, chosen, List).page);
}

}  // namespace tarazy::cli
