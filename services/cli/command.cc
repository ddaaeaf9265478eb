#include "services/cli/command.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/failure.h"
#include "services/cli/printable.h"

namespace tarazy::cli {

CLI::App& AddGroup(CLI::App& app, const std::string& name, const std::string& description) {
  CLI::App* group = app.add_subcommand(name, description);
  // Exactly one: after it an id such as "list" is an id and not the name of another command.
  group->require_subcommand(1);
  return *group;
}

void AddRequestId(CLI::App& command, std::string& request_id) {
  command
      .add_option("--request-id", request_id,
                  "Makes repeating safe: the same id gives the first answer again")
      ->type_name("ID");
}

void AddValidateOnly(CLI::App& command, bool& validate_only) {
  command.add_flag("--validate-only", validate_only, "Check only; change nothing");
}

void AddEtag(CLI::App& command, std::string& etag, const std::string& description) {
  command.add_option("--etag", etag, description)->type_name("ETAG");
}

void AddEvidence(CLI::App& command, std::string& evidence) {
  command.add_option("--evidence", evidence, "What proves it: evidence/SHA256 or a text");
}

void AddExample(CLI::App& command, const std::string& line) {
  command.footer(absl::StrCat("Example:\n  ", line));
}

absl::Status ExactlyOneOf(std::initializer_list<Choice> choices) {
  if (std::count_if(choices.begin(), choices.end(), [](const Choice& c) { return c.given; }) == 1) {
    return absl::OkStatus();
  }
  const auto option = [](std::string* to, const Choice& choice) {
    absl::StrAppend(to, choice.option);
  };
  return UsageError(absl::StrCat("give exactly one of ", absl::StrJoin(choices, ", ", option)));
}

void AddPageOptions(CLI::App& command, PageOptions& page) {
  command.add_option("--page-size", page.size, "One page of at most this many; without it, all")
      ->check(CLI::Range(1, std::numeric_limits<int32_t>::max()))
      ->type_name("N");
  command.add_option("--page-token", page.token, "Start where the page before ended")
      ->type_name("TOKEN");
}

void PrintNextPage(Session& session, const std::string& token) {
  session.terminal.err << "next page: " << Printable(token) << "\n";
}

}  // namespace tarazy::cli
