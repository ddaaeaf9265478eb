#include "services/cli/upload.h"

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "common/base/text.h"
#include "services/cli/printable.h"
#include "services/cli/resource_name.h"

namespace tarazy::cli {

void AddUploadOptions(CLI::App& command, UploadOptions& options, const std::string& file_help) {
  command.add_option("ID", options.ranking, "The ranking")->required();
  command.add_option("FILE", options.file, file_help)->required();
  command
      .add_option(
          "--state", options.state,
          "How far the values have come; by default verified, draft for the role institution")
      ->check(CLI::IsMember({"draft", "submitted", "verified"}));
  AddRequestId(command, options.request_id);
  AddValidateOnly(command, options.validate_only);
}

std::string FileNameOf(const std::string& path) {
  constexpr size_t kMaxFileName = 200;
  if (path == "-") return "";
  const absl::string_view view = path;
  return std::string(Shorten(view.substr(view.rfind('/') + 1), kMaxFileName));
}

std::string RankingName(const std::string& id) { return FullName("rankings", id); }

std::string ProblemLine(const rankings::v1::ImportValuesResponse::Problem& problem) {
  return absl::StrCat("row ", problem.row(), problem.column().empty() ? "" : ", ",
                      Printable(problem.column()), ": ", Printable(problem.message()));
}

}  // namespace tarazy::cli
