#include "services/cli/command.h"

#include <limits>

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

void AddEtag(CLI::App& command, std::string& etag) {
  command.add_option("--etag", etag, "Only if it is still as it was read with this etag")
      ->type_name("ETAG");
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
