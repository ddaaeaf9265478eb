// tarazy notify ladders: deadlines with their reminders.
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/records.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::DeadlineLadder;
using v1::NoticesService;

std::vector<Column> Columns() {
  return {{"deadline"},
          {"topic"},
          {"institution"},
          {"date"},
          {"clock"},
          {.name = "zone", .detail = true},
          {"ended"},
          {"moves"},
          {"next_step"},
          {"next_time"},
          {.name = "steps", .detail = true}};
}

std::shared_ptr<const Table> StepTable(const DeadlineLadder& ladder) {
  auto table = std::make_shared<Table>();
  table->columns = {{"step"}, {"time"}, {"state"}};
  for (const v1::LadderStep& step : ladder.steps()) {
    table->rows.push_back(
        {Text(step.step()), Time(step.has_time(), step.time()), Text(EnumWord(step.state()))});
  }
  return table;
}

// The first that waits: steps stand in the order of their times.
v1::LadderStep NextStep(const DeadlineLadder& ladder) {
  for (const v1::LadderStep& step : ladder.steps()) {
    if (step.state() == v1::STEP_STATE_WAITING) return step;
  }
  return v1::LadderStep();
}

std::vector<Value> Row(const DeadlineLadder& ladder) {
  const v1::LadderStep next = NextStep(ladder);
  return {Text(ladder.deadline()),
          Text(ladder.topic()),
          Text(ladder.institution()),
          Text(ladder.date()),
          Text(ladder.clock()),
          Text(ladder.zone()),
          ladder.ended(),
          int64_t{ladder.moves()},
          Text(next.step()),
          Time(next.has_time(), next.time()),
          StepTable(ladder)};
}

struct LaddersOptions {
  std::string prefix;
  PageOptions page;
};

absl::Status Ladders(Session& session, const LaddersOptions& options) {
  v1::ListLaddersRequest request;
  request.set_prefix(options.prefix);
  Table table{.columns = Columns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &NoticesService::Stub::ListLadders, request,
                              [&](const auto& response) {
                                for (const DeadlineLadder& ladder : response.ladders()) {
                                  table.rows.push_back(Row(ladder));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddLaddersCommand(CLI::App& notify, Action& chosen) {
  CLI::App& ladders = *notify.add_subcommand("ladders", "Show deadlines with their reminders");
  auto& options = Bind(ladders, chosen, Ladders);
  ladders.add_option("--prefix", options.prefix, "Only deadlines whose names begin like this")
      ->type_name("PREFIX");
  AddPageOptions(ladders, options.page);
  AddExample(ladders, "tarazy notify ladders --prefix cases/ektu-2023/");
}

}  // namespace tarazy::cli
