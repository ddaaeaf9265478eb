// tarazy notify set-aside list | retry: events of other services that were refused.
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "tarazy/common/v1/events_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = common::v1;
using v1::EventsService;

std::vector<Column> Columns() {
  return {{"id"},
          {"source"},
          {"type"},
          {"aggregate"},
          {"time"},
          {"reason"},
          {.name = "institution", .detail = true},
          {.name = "event_time", .detail = true}};
}

std::vector<Value> Row(const v1::SetAsideEvent& event) {
  return {Text(event.id()),
          Text(event.source()),
          Text(event.type()),
          Text(event.aggregate()),
          Time(event.has_time(), event.time()),
          Text(event.reason()),
          Text(event.institution()),
          Time(event.has_event_time(), event.event_time())};
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table{.columns = Columns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &EventsService::Stub::ListSetAsideEvents,
                              v1::ListSetAsideEventsRequest(), [&](const auto& response) {
                                for (const v1::SetAsideEvent& event : response.events()) {
                                  table.rows.push_back(Row(event));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct RetryOptions {
  std::string event;
  std::string request_id;
};

absl::Status Retry(Session& session, const RetryOptions& options) {
  v1::RetrySetAsideEventRequest request;
  request.set_id(options.event);
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&EventsService::Stub::RetrySetAsideEvent, request));
  PrintOne({.columns = Columns(), .rows = {Row(response.event())}}, session.style,
           session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddSetAsideCommands(CLI::App& notify, Action& chosen) {
  CLI::App& group =
      AddGroup(notify, "set-aside", "Events of other services that could not be taken in");
  CLI::App& list = *group.add_subcommand("list", "Show them, with the reason");
  AddPageOptions(list, Bind(list, chosen, List).page);
  CLI::App& retry =
      *group.add_subcommand("retry", "Take one in after all, when its reason is mended");
  auto& options = Bind(retry, chosen, Retry);
  retry.add_option("EVENT", options.event, "The event's id")->required();
  AddRequestId(retry, options.request_id);
  AddExample(retry, "tarazy notify set-aside retry 5b0c6f2e9d");
}

}  // namespace tarazy::cli
