// tarazy case list | check | advance, and the group that the other commands about cases are in.
#include "services/cli/case_row.h"
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/word_option.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::CasesService;

struct ListOptions {
  std::string institution;
  std::string programme;
  std::string state;
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  v1::ListCasesRequest request;
  request.set_institution(OptionalName("institutions", options.institution));
  request.set_programme(OptionalName("programmes", options.programme));
  request.set_state(EnumValue<v1::CaseState>(options.state));
  Table table{.columns = CaseColumns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &CasesService::Stub::ListCases, request,
                              [&](const auto& response) {
                                for (const auto& record : response.cases()) {
                                  table.rows.push_back(CaseRow(record));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct CheckOptions {
  std::string id;
};

// One row for each thing that is missing; a state that needs nothing has one row without any.
absl::Status Check(Session& session, const CheckOptions& options) {
  v1::CheckCaseRequest request;
  request.set_name(FullName("cases", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::CheckCase, request));
  Table table{.columns = {{"state"}, {"next"}, {"ready"}, {"field"}, {"missing"}}, .rows = {}};
  const Value state = Text(EnumWord(response.state()));
  for (const auto& next : response.next()) {
    const Value name = Text(EnumWord(next.state()));
    if (next.missing().empty()) {
      table.rows.push_back({state, name, true, std::monostate(), std::monostate()});
    }
    for (const auto& missing : next.missing()) {
      table.rows.push_back(
          {state, name, false, Text(missing.field()), Text(missing.description())});
    }
  }
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct AdvanceOptions {
  std::string id;
  std::string state;
  std::string on;
  std::string note;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Advance(Session& session, const AdvanceOptions& options) {
  v1::AdvanceCaseRequest request;
  request.set_name(FullName("cases", options.id));
  request.set_state(EnumValue<v1::CaseState>(options.state));
  request.set_on(options.on);
  request.set_note(options.note);
  request.set_etag(options.etag);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::AdvanceCase, request));
  PrintCase(session, response.case_record());
  return absl::OkStatus();
}

}  // namespace

void AddCaseCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "case", "Procedures from the application to the follow-up");
  AddCaseFileCommands(group, chosen);
  AddCaseGetCommand(group, chosen);
  AddMarkCommands(group, chosen);
  AddReportLintCommands(group, chosen);
  AddFollowUpCommands(group, chosen);
  AddCaseSurveyCommand(group, chosen);

  CLI::App& list = *group.add_subcommand("list", "Show the cases that you may see");
  auto& list_options = Bind(list, chosen, List);
  list.add_option("--institution", list_options.institution, "Only of this institution");
  list.add_option("--programme", list_options.programme, "Only with this programme");
  AddWord<v1::CaseState>(list, "--state", list_options.state, "Only in this state");
  AddPageOptions(list, list_options.page);
  AddExample(list, "tarazy case list --institution ektu --state drafting");

  CLI::App& check = *group.add_subcommand("check", "Show what every next state still needs");
  check.add_option("ID", Bind(check, chosen, Check).id, "The case")->required();
  AddExample(check, "tarazy case check ektu-2023");

  CLI::App& advance = *group.add_subcommand("advance", "Take a case to another state");
  auto& options = Bind(advance, chosen, Advance);
  advance.add_option("ID", options.id, "The case")->required();
  AddWord<v1::CaseState>(advance, "STATE", options.state, "Where to")->required();
  AddDay(advance, "--on", options.on, "The day it holds from; today by default");
  advance.add_option("--note", options.note,
                     "Why, or what it rests on; of a return: what to change");
  AddEtag(advance, options.etag);
  AddRequestId(advance, options.request_id);
  AddValidateOnly(advance, options.validate_only);
  AddExample(advance, "tarazy case advance ektu-2023 visited --on 2023-04-27");
}

}  // namespace tarazy::cli
