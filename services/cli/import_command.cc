// tarazy ranking import: streams a CSV file or a spreadsheet to the server while its answers come
// back.
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/upload.h"

namespace tarazy::cli {
namespace {

using rankings::v1::ImportValuesRequest;
using rankings::v1::ImportValuesResponse;

struct ImportOptions {
  UploadOptions upload;
  std::string origin;
  bool register_units = false;
  std::vector<std::string> ignored;
};

void Print(Session& session, const ImportValuesResponse::Result& result) {
  const Table table{
      .columns = {{"revision"}, {"units"}, {"registered"}, {"cells"}, {"cleared"}},
      .rows = {{int64_t{result.revision()}, int64_t{result.units()}, int64_t{result.registered()},
                int64_t{result.cells()}, int64_t{result.cleared()}}}};
  PrintOne(table, session.style, session.terminal.out);
}

absl::Status Import(Session& session, const ImportOptions& options) {
  ImportValuesRequest::Header header;
  FillHeader(options.upload, header);
  header.set_origin(options.origin);
  header.set_register_units(options.register_units);
  header.mutable_ignored_columns()->Add(options.ignored.begin(), options.ignored.end());
  Upload<ImportValuesRequest, ImportValuesResponse> upload(
      session, &rankings::v1::RankingsService::Stub::ImportValues, "values");
  ASSIGN_OR_RETURN(const auto result, upload.Run(options.upload.file, header));
  Print(session, result);
  return absl::OkStatus();
}

}  // namespace

void AddImportCommand(CLI::App& ranking, Action& chosen) {
  CLI::App& command = *ranking.add_subcommand("import", "Read values from a file");
  auto& options = Bind(command, chosen, Import);
  AddUploadOptions(command, options.upload,
                   "CSV or XLSX, long or wide, or a filled template; - is standard input");
  command
      .add_option("--origin", options.origin,
                  "Whose statement they are: a source of the methodology; the agency's by default")
      ->type_name("SOURCE");
  command.add_flag("--register", options.register_units, "Register unknown units");
  command.add_option("--ignore", options.ignored, "Columns to leave unread: COLUMN,…")
      ->delimiter(',')
      ->allow_extra_args(false);
  AddExample(command,
             "tarazy ranking import iqaa-2026 values.csv --state submitted --origin ministry");
}

}  // namespace tarazy::cli
