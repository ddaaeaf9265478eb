// tarazy case get: a summary for people, the whole case for programs.
#include "services/cli/case_row.h"
#include "services/cli/case_summary.h"
#include "services/cli/commands.h"
#include "services/cli/message_json.h"
#include "services/cli/resource_name.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::CasesService;

struct GetOptions {
  std::string id;
  bool basic = false;
};

absl::Status Get(Session& session, const GetOptions& options) {
  v1::GetCaseRequest request;
  request.set_name(FullName("cases", options.id));
  // CSV has one row without parts.
  request.set_basic(options.basic || session.style.format == Format::kCsv);
  ASSIGN_OR_RETURN(const auto response, session.client.Call(&CasesService::Stub::GetCase, request));
  switch (session.style.format) {
    case Format::kJson:
      session.terminal.out << MessageJson(response.case_record());
      return absl::OkStatus();
    case Format::kCsv:
      PrintCase(session, response.case_record());
      return absl::OkStatus();
    case Format::kTable:
      break;
  }
  v1::CheckCaseRequest check;
  check.set_name(request.name());
  ASSIGN_OR_RETURN(const auto checked, session.client.Call(&CasesService::Stub::CheckCase, check));
  PrintCaseSummary(response.case_record(), checked, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddCaseGetCommand(CLI::App& group, Action& chosen) {
  CLI::App& get = *group.add_subcommand("get", "Show a case; its JSON is whole");
  auto& options = Bind(get, chosen, Get);
  get.add_option("ID", options.id, "The case")->required();
  get.add_flag("--basic", options.basic,
               "Without commission, visit, marks, findings and statements");
  AddExample(get, "tarazy case get ektu-2023");
}

}  // namespace tarazy::cli
