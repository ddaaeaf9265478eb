// tarazy ranking values
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/resource_name.h"
#include "services/cli/value_row.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::RankingsService;

struct ValuesOptions {
  std::string ranking;
  std::string unit;
  std::string variable;
  std::string state;
  bool history = false;
  PageOptions page;
};

absl::Status Values(Session& session, const ValuesOptions& options) {
  rankings::v1::ListValuesRequest request;
  request.set_parent(FullName("rankings", options.ranking));
  request.set_unit(UnitId(options.unit));
  request.set_variable(options.variable);
  request.set_state(EnumValue<rankings::v1::ValueState>(options.state));
  request.set_history(options.history);
  Table table{.columns = ValueColumns(options.history ? Versions::kAll : Versions::kNewest),
              .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RankingsService::Stub::ListValues, request,
                              [&](const auto& response) {
                                for (const auto& value : response.values()) {
                                  table.rows.push_back(ValueRow(value));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddValuesCommand(CLI::App& ranking, Action& chosen) {
  CLI::App& command = *ranking.add_subcommand("values", "Show the values that came in");
  auto& options = Bind(command, chosen, Values);
  command.add_option("ID", options.ranking, "The ranking")->required();
  command.add_option("--unit", options.unit, "Only this institution or programme");
  command.add_option("--variable", options.variable, "Only this variable");
  command.add_option("--state", options.state, "Only what has come so far")
      ->check(CLI::IsMember(EnumWords<rankings::v1::ValueState>()));
  command.add_flag("--history", options.history, "All versions, not only the newest");
  AddPageOptions(command, options.page);
  AddExample(command, "tarazy ranking values iqaa-2026 --unit ektu --history");
}

}  // namespace tarazy::cli
