// tarazy ranking import-ratings: streams a CSV file of a panel's ratings to the server.
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/upload.h"

namespace tarazy::cli {
namespace {

using rankings::v1::ImportRatingsRequest;
using rankings::v1::ImportRatingsResponse;

struct RatingsOptions {
  UploadOptions upload;
  std::string variable;
};

void Print(Session& session, const ImportRatingsResponse::Result& result) {
  const Table table{
      .columns =
          {{"revision"}, {"units"}, {"respondents"}, {"ratings"}, {"below_base"}, {"cleared"}},
      .rows = {{int64_t{result.revision()}, int64_t{result.units()}, int64_t{result.respondents()},
                int64_t{result.ratings()}, int64_t{result.below_base()},
                int64_t{result.cleared()}}}};
  PrintOne(table, session.style, session.terminal.out);
}

absl::Status ImportRatings(Session& session, const RatingsOptions& options) {
  ImportRatingsRequest::Header header;
  FillHeader(options.upload, header);
  header.set_variable(options.variable);
  Upload<ImportRatingsRequest, ImportRatingsResponse> upload(
      session, &rankings::v1::RankingsService::Stub::ImportRatings, "ratings");
  ASSIGN_OR_RETURN(const auto result, upload.Run(options.upload.file, header));
  Print(session, result);
  return absl::OkStatus();
}

}  // namespace

void AddImportRatingsCommand(CLI::App& ranking, Action& chosen) {
  CLI::App& command =
      *ranking.add_subcommand("import-ratings", "Read a panel's ratings from a CSV file");
  auto& options = Bind(command, chosen, ImportRatings);
  AddUploadOptions(command, options.upload,
                   "CSV: respondent,affiliation,institution,rating; - is standard input");
  command.add_option("--variable", options.variable, "What the ratings become")
      ->required()
      ->type_name("NAME");
}

}  // namespace tarazy::cli
