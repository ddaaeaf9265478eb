#include "services/cli/run.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/printable.h"
#include "services/cli/token_file.h"

namespace tarazy::cli {
namespace {

struct GlobalOptions {
  Connection connection;
  std::string output;
};

void AddGlobalOptions(CLI::App& app, GlobalOptions& options) {
  app.add_option("--server", options.connection.server, "Where the server listens")
      ->envname("TARAZY_SERVER")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  app.add_option("--token-file", options.connection.token_file,
                 absl::StrCat("The file with the access token; on loopback ", kLocalTokenFile,
                              " by default"))
      ->envname("TARAZY_TOKEN_FILE")
      ->type_name("FILE");
  app.add_option("--output", options.output, "table on a terminal, else json")
      ->check(CLI::IsMember({"table", "json", "csv"}));
  app.add_option(
         "--timeout", options.connection.timeout,
         "Seconds to wait for an answer; 60, and an hour for files, computations and checks")
      ->check(CLI::Range(0.001, 1e7))
      ->type_name("SECONDS");
}

Style StyleOf(const GlobalOptions& options, const Terminal& terminal) {
  const bool table = options.output.empty() ? terminal.out_is_terminal : options.output == "table";
  return {.format = table                     ? Format::kTable
                    : options.output == "csv" ? Format::kCsv
                                              : Format::kJson,
          .language = LanguageOfEnvironment(),
          .terminal = terminal.out_is_terminal};
}

// gRPC and protobuf take UTF-8 only.
absl::Status CheckArguments(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    if (!IsValidUtf8(argv[i])) {
      return UsageError(absl::StrCat("argument ", i, " is not UTF-8: ", argv[i]));
    }
  }
  return absl::OkStatus();
}

// Nothing to run after --help; else wrong usage with CLI11's sentence.
absl::StatusOr<Action> Parse(CLI::App& app, const Action& chosen, int argc, const char* const* argv,
                             std::ostream& out) {
  try {
    app.parse(argc, argv);
    return chosen;
  } catch (const CLI::Success& request) {
    std::ostringstream ignored;
    app.exit(request, out, ignored);
    return Action();
  } catch (const CLI::Error& error) {
    return UsageError(absl::StrCat(error.what(), " (--help shows what can be said)"));
  }
}

absl::Status Execute(int argc, const char* const* argv, Terminal& terminal) {
  RETURN_IF_ERROR(CheckArguments(argc, argv));
  CLI::App app("The command line of Tarazy: rankings and accreditations that explain themselves",
               "tarazy");
  GlobalOptions options;
  Action chosen;
  // Before the commands are added: they inherit it, so global options may stand anywhere.
  app.fallthrough();
  app.require_subcommand(1);
  AddGlobalOptions(app, options);
  AddInstitutionCommands(app, chosen);
  AddProgrammeCommands(app, chosen);
  AddTokenCommands(app, chosen);
  AddMethodologyCommands(app, chosen);
  AddRankingCommands(app, chosen);
  AddEvidenceCommands(app, chosen);
  AddCertificateCommands(app, chosen);
  AddDocumentCommands(app, chosen);
  AddFrameworkCommands(app, chosen);
  AddCaseCommands(app, chosen);
  AddDecisionCommands(app, chosen);
  AddAppealCommands(app, chosen);
  AddRegisterCommands(app, chosen);
  AddQuestionnaireCommands(app, chosen);
  AddSurveyCommands(app, chosen);
  AddNotifyCommands(app, chosen);
  ASSIGN_OR_RETURN(const Action action, Parse(app, chosen, argc, argv, terminal.out));
  if (!action) return absl::OkStatus();
  Client client(options.connection, terminal.err);
  Session session{client, StyleOf(options, terminal), terminal};
  RETURN_IF_ERROR(action(session));
  if (!terminal.out.flush()) return absl::DataLossError("the output could not be written");
  return absl::OkStatus();
}

}  // namespace

int Run(int argc, const char* const* argv, Terminal& terminal) noexcept {
  try {
    const absl::Status status = Execute(argc, argv, terminal);
    terminal.out.flush();
    return status.ok() ? 0 : Report(status, terminal.err);
  } catch (const std::exception& error) {
    terminal.err << "error: " << Printable(error.what()) << "\n";
    return kRefused;
  }
}

}  // namespace tarazy::cli
