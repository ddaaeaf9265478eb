// tarazy ranking template: the workbook that an institution fills.
#include "services/cli/commands.h"
#include "services/cli/replace_file.h"
#include "services/cli/resource_name.h"
#include "tarazy/rankings/v1/submissions_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::SubmissionsService;

struct TemplateOptions {
  std::string ranking;
  std::string institution;
  std::string file;
};

absl::Status WriteTemplate(Session& session, const TemplateOptions& options) {
  rankings::v1::GetTemplateRequest request;
  request.set_ranking(FullName("rankings", options.ranking));
  request.set_institution(OptionalName("institutions", options.institution));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&SubmissionsService::Stub::GetTemplate, request));
  const std::string& workbook = response.workbook();
  if (workbook.empty()) return absl::InternalError("the server sent an empty workbook");
  RETURN_IF_ERROR(ReplaceFile(options.file, workbook));
  PrintOne({.columns = {{"file"}, {"bytes"}},
            .rows = {{options.file, static_cast<int64_t>(workbook.size())}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddTemplateCommand(CLI::App& ranking, Action& chosen) {
  CLI::App& command = *ranking.add_subcommand("template", "Write the workbook to be filled");
  auto& options = Bind(command, chosen, WriteTemplate);
  command.add_option("ID", options.ranking, "The ranking")->required();
  command.add_option("FILE", options.file, "The XLSX file to write; one that exists is replaced")
      ->required();
  command.add_option("--institution", options.institution,
                     "Who is to fill it; your own by default if you have the role institution");
  AddExample(command, "tarazy ranking template iqaa-2026 --institution ektu ektu.xlsx");
}

}  // namespace tarazy::cli
