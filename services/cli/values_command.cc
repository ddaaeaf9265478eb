// tarazy ranking values
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::RankingsService;

// Data are shown as they were entered, so a table does not round them either.
Value Exact(bool present, double value) {
  if (!present) return std::monostate();
  return Decimal{FormatNumber(value)};
}

std::vector<Value> Row(const rankings::v1::Value& value) {
  return {Text(value.unit()),
          Text(value.variable()),
          Exact(value.has_value(), value.value()),
          Text(value.source()),
          Text(value.evidence()),
          Exact(value.has_base(), value.base()),
          Exact(value.has_standard_error(), value.standard_error()),
          EnumText(rankings::v1::ValueState_Name(value.state()), "VALUE_STATE_"),
          int64_t{value.revision()},
          Text(value.entered_by()),
          Time(value.has_create_time(), value.create_time())};
}

struct ValuesOptions {
  std::string ranking;
  std::string unit;
  std::string variable;
  bool history = false;
  PageOptions page;
};

absl::Status Values(Session& session, const ValuesOptions& options) {
  rankings::v1::ListValuesRequest request;
  request.set_parent(FullName("rankings", options.ranking));
  request.set_unit(UnitId(options.unit));
  request.set_variable(options.variable);
  request.set_history(options.history);
  Table table{.columns = {{"unit"},
                          {"variable"},
                          {"value"},
                          {"source"},
                          {"evidence"},
                          {.name = "base", .detail = true},
                          {.name = "standard_error", .detail = true},
                          {"state"},
                          {"revision"},
                          {.name = "entered_by", .detail = true},
                          {.name = "create_time", .detail = true}},
              .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RankingsService::Stub::ListValues, request,
                              [&](const auto& response) {
                                for (const auto& value : response.values()) {
                                  table.rows.push_back(Row(value));
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
  command.add_flag("--history", options.history, "All versions, not only the newest");
  AddPageOptions(command, options.page);
}

}  // namespace tarazy::cli
