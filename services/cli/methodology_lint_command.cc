// tarazy methodology lint: what is wrong with a methodology file, without a server.
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/records.h"
#include "services/rankings/file/methodology_file.h"

namespace tarazy::cli {
namespace {

struct LintOptions {
  std::string file;
};

absl::Status Lint(Session& session, const LintOptions& options) {
  ASSIGN_OR_RETURN(const std::string yaml,
                   ReadWholeFile(options.file, tarazy::rankings::kMaxFileBytes));
  Table table{
      .columns = {{"severity"}, {"rule"}, {"node"}, {"message"}, {"acknowledged"}, {"reason"}},
      .rows = {}};
  int errors = 0;
  for (const auto& finding : tarazy::rankings::ParseAndLint(yaml).findings) {
    table.rows.push_back({std::string(tarazy::rankings::SeverityName(finding.severity)),
                          finding.rule, finding.node, finding.message, finding.acknowledged,
                          Text(finding.reason)});
    errors += finding.severity == tarazy::rankings::Severity::kError && !finding.acknowledged;
  }
  PrintRows(table, session.style, session.terminal.out);
  if (errors == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      options.file, " has ", errors, errors == 1 ? " error" : " errors", " not acknowledged"));
}

}  // namespace

void AddLintCommand(CLI::App& methodology, Action& chosen) {
  CLI::App& lint = *methodology.add_subcommand("lint", "Check a file, without a server");
  lint.add_option("FILE", Bind(lint, chosen, Lint).file,
                  "The methodology, YAML; - is standard input")
      ->required();
}

}  // namespace tarazy::cli
