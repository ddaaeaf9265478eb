// tarazy questionnaire lint: what is wrong with a questionnaire file, without a server.
#include "absl/strings/str_cat.h"
#include "common/record/read.h"
#include "services/cli/commands.h"
#include "services/cli/record_file.h"
#include "services/cli/records.h"
#include "services/surveys/domain/form/lint.h"

namespace tarazy::cli {
namespace {

constexpr YamlLimits kLimits{.bytes = kMaxRecordBytes, .nodes = 400000, .depth = 32};

struct LintOptions {
  std::string file;
};

// What the contract refuses comes first; the rules take a questionnaire that fits it.
absl::Status Lint(Session& session, const LintOptions& options) {
  ASSIGN_OR_RETURN(const std::string text, ReadRecordText(options.file));
  Table table{
      .columns = {{"severity"}, {"rule"}, {"node"}, {"message"}, {"acknowledged"}, {"reason"}},
      .rows = {}};
  int errors = 0;
  surveys::v1::Questionnaire questionnaire;
  for (const auto& fault : record::ReadRecord(text, kLimits, questionnaire)) {
    table.rows.push_back({std::string("error"), std::string("contract"), Text(fault.field),
                          fault.description, false, std::monostate()});
    ++errors;
  }
  if (errors == 0) {
    for (const auto& finding : surveys::LintQuestionnaire(questionnaire)) {
      table.rows.push_back({std::string(finding.error ? "error" : "warning"), finding.rule,
                            Text(finding.node), finding.message, finding.acknowledged,
                            Text(finding.reason)});
      errors += finding.error && !finding.acknowledged;
    }
  }
  PrintRows(table, session.style, session.terminal.out);
  if (errors == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      options.file, " has ", errors, errors == 1 ? " error" : " errors", " not acknowledged"));
}

}  // namespace

void AddQuestionnaireLintCommand(CLI::App& questionnaire, Action& chosen) {
  CLI::App& lint = *questionnaire.add_subcommand("lint", "Check a file, without a server");
  lint.add_option("FILE", Bind(lint, chosen, Lint).file,
                  "The questionnaire, YAML or JSON; - is standard input")
      ->required();
  AddExample(lint, "tarazy questionnaire lint iaar-teachers-2023.yaml");
}

}  // namespace tarazy::cli
