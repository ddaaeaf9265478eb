// tarazy register status | search | share: what is accredited on a day, as known at a time.
#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/status_row.h"
#include "services/cli/time_argument.h"
#include "services/cli/word_option.h"
#include "tarazy/accreditation/v1/register_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::RegisterService;

// Which line of the register, on which day, as known when.
struct LineOptions {
  std::string on;
  std::string known_at;
  std::string agency;
  std::string scope;
};

void AddLineOptions(CLI::App& command, LineOptions& options) {
  AddDay(command, "--on", options.on, "The day; today by default");
  command.add_option("--known-at", options.known_at, "As known at this time; now by default")
      ->type_name("TIME");
  command.add_option("--agency", options.agency, "Only by this agency");
  AddWord<v1::ProcedureType>(command, "--scope", options.scope, "Only this kind of procedure");
}

template <class Request>
absl::Status FillLine(const LineOptions& options, Request& request) {
  request.set_on(options.on);
  request.set_agency(options.agency);
  request.set_scope(EnumValue<v1::ProcedureType>(options.scope));
  if (options.known_at.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::Time known_at, ParseTime("--known-at", options.known_at));
  *request.mutable_known_at() = ToTimestamp(known_at);
  return absl::OkStatus();
}

struct StatusOptions {
  std::string subject;
  LineOptions line;
};

absl::Status Status(Session& session, const StatusOptions& options) {
  v1::GetStatusRequest request;
  ASSIGN_OR_RETURN(*request.mutable_subject(), SubjectName("SUBJECT", options.subject));
  RETURN_IF_ERROR(FillLine(options.line, request));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RegisterService::Stub::GetStatus, request));
  Table table{.columns = StatusColumns(), .rows = {}};
  for (const auto& line : response.lines()) table.rows.push_back(StatusRow(line));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct SearchOptions {
  std::string institution;
  std::string programme;
  std::string status;
  std::string code;
  LineOptions line;
  PageOptions page;
};

std::vector<Column> EntryColumns() {
  return {{"subject"},
          {"title"},
          {.name = "institution", .detail = true},
          {"code"},
          {"agency"},
          {"scope"},
          {.name = "on", .detail = true},
          {"status"},
          {.name = "meanwhile", .detail = true},
          {"accredited"},
          {"since"},
          {.name = "until", .detail = true},
          {"valid_to"},
          {"decision"},
          {.name = "certificate", .detail = true},
          {.name = "because", .detail = true}};
}

std::vector<Value> EntryRow(const v1::RegisterEntry& entry) {
  const v1::StatusView& status = entry.status();
  return {Text(entry.subject()),
          Text(entry.title()),
          Text(entry.institution()),
          Text(entry.code()),
          Text(status.agency()),
          Text(EnumWord(status.scope())),
          Text(status.on()),
          Text(EnumWord(status.status())),
          Text(EnumWord(status.meanwhile())),
          status.accredited(),
          Text(status.since()),
          Text(status.until()),
          Text(entry.valid_to()),
          Text(status.decision()),
          Text(entry.certificate()),
          Text(status.because())};
}

absl::Status Search(Session& session, const SearchOptions& options) {
  v1::SearchRegisterRequest request;
  request.set_institution(OptionalName("institutions", options.institution));
  request.set_subject(OptionalName("programmes", options.programme));
  request.set_status(EnumValue<v1::RegisterStatus>(options.status));
  request.set_code_prefix(options.code);
  RETURN_IF_ERROR(FillLine(options.line, request));
  Table table{.columns = EntryColumns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RegisterService::Stub::SearchRegister,
                              request, [&](const auto& response) {
                                for (const auto& entry : response.entries()) {
                                  table.rows.push_back(EntryRow(entry));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ShareOptions {
  std::string institution;
  std::string on;
  std::string agency;
};

absl::Status Share(Session& session, const ShareOptions& options) {
  v1::GetAccreditedShareRequest request;
  request.set_institution(FullName("institutions", options.institution));
  request.set_on(options.on);
  request.set_agency(options.agency);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RegisterService::Stub::GetAccreditedShare, request));
  PrintOne({.columns = {{"institution"},
                        {"share"},
                        {"accredited"},
                        {"programmes"},
                        {"on"},
                        {"register_sequence"},
                        {"evidence"}},
            .rows = {{request.institution(), response.share(), int64_t{response.accredited()},
                      int64_t{response.programmes()}, Text(response.on()),
                      int64_t{response.register_sequence()}, Text(response.evidence())}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddRegisterCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "register", "The public register of accreditations");
  AddWatchCommand(group, chosen);
  AddRegisterExportCommand(group, chosen);

  CLI::App& status = *group.add_subcommand("status", "Show what a subject is on a day, and why");
  auto& status_options = Bind(status, chosen, Status);
  status.add_option("SUBJECT", status_options.subject, "programmes/ID or institutions/ID")
      ->required();
  AddLineOptions(status, status_options.line);
  AddExample(status, "tarazy register status programmes/ektu-6b04107 --on 2024-02-29");

  CLI::App& search = *group.add_subcommand("search", "Show the register on a day");
  auto& options = Bind(search, chosen, Search);
  search.add_option("--institution", options.institution,
                    "Only of this institution: itself and its programmes");
  search.add_option("--programme", options.programme, "Only this programme");
  AddWord<v1::RegisterStatus>(search, "--status", options.status, "Only of this status");
  search.add_option("--code", options.code, "Only programmes whose code begins so: 6B04");
  AddLineOptions(search, options.line);
  AddPageOptions(search, options.page);
  AddExample(search, "tarazy register search --institution ektu --status accredited");

  CLI::App& share = *group.add_subcommand(
      "share", "Show which share of an institution's programmes is accredited");
  auto& share_options = Bind(share, chosen, Share);
  share.add_option("INSTITUTION", share_options.institution, "The institution")->required();
  AddDay(share, "--on", share_options.on, "The day; today by default");
  share.add_option("--agency", share_options.agency, "Only by this agency");
  AddExample(share, "tarazy register share ektu --on 2026-01-01");
}

}  // namespace tarazy::cli
