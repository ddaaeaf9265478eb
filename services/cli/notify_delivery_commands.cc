// tarazy notify deliveries [count | get], dead-letters: what became of notices.
#include "services/cli/commands.h"
#include "services/cli/delivery_row.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/word_option.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::NoticesService;

absl::Status PrintDeliveries(Session& session, const PageOptions& page,
                             const v1::ListDeliveriesRequest& request) {
  Table table{.columns = DeliveryColumns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, page, &NoticesService::Stub::ListDeliveries, request,
                              [&](const auto& response) {
                                for (const v1::Delivery& delivery : response.deliveries()) {
                                  table.rows.push_back(DeliveryRow(delivery));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ListOptions {
  std::string event;
  std::string recipient;
  std::string state;
  std::string channel;
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  v1::ListDeliveriesRequest request;
  request.set_event(options.event);
  request.set_recipient(OptionalName("recipients", options.recipient));
  request.set_state(EnumValue<v1::DeliveryState>(options.state));
  request.set_channel(EnumValue<v1::Channel>(options.channel));
  return PrintDeliveries(session, options.page, request);
}

struct DeadOptions {
  PageOptions page;
};

absl::Status DeadLetters(Session& session, const DeadOptions& options) {
  v1::ListDeliveriesRequest request;
  request.set_state(v1::DELIVERY_STATE_DEAD);
  return PrintDeliveries(session, options.page, request);
}

struct GetOptions {
  std::string id;
};

absl::Status Get(Session& session, const GetOptions& options) {
  v1::GetDeliveryRequest request;
  request.set_name(FullName("deliveries", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&NoticesService::Stub::GetDelivery, request));
  PrintOne({.columns = DeliveryColumns(), .rows = {DeliveryRow(response.delivery())}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

struct CountOptions {
  std::string event;
};

absl::Status Count(Session& session, const CountOptions& options) {
  v1::CountDeliveriesRequest request;
  request.set_event(options.event);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&NoticesService::Stub::CountDeliveries, request));
  Table table{.columns = {{"channel"}, {"state"}, {"count"}}, .rows = {}};
  for (const v1::DeliveryCount& line : response.counts()) {
    table.rows.push_back(
        {Text(EnumWord(line.channel())), Text(EnumWord(line.state())), int64_t{line.count()}});
  }
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

// Like Bind, but it leaves alone what a command below has chosen: this callback runs after that
// one's.
ListOptions& BindAbove(CLI::App& deliveries, Action& chosen) {
  auto options = std::make_shared<ListOptions>();
  deliveries.callback([&deliveries, &chosen, options] {
    if (!deliveries.get_subcommands().empty()) return;
    chosen = [options](Session& session) { return List(session, *options); };
  });
  return *options;
}

// A command below "deliveries", which is a command itself: the lower one is meant, and it takes
// none of the options above it.
CLI::App& AddBelow(CLI::App& deliveries, const std::string& name, const std::string& description) {
  CLI::App& command = *deliveries.add_subcommand(name, description);
  for (CLI::Option* option : deliveries.get_options(
           [](const CLI::Option* option) { return option->get_name() != "--help"; })) {
    command.excludes(option);
  }
  return command;
}

}  // namespace

void AddDeliveryCommands(CLI::App& notify, Action& chosen) {
  CLI::App& deliveries =
      *notify.add_subcommand("deliveries", "Show what became of notices, the newest first");
  deliveries.require_subcommand(0, 1);
  auto& options = BindAbove(deliveries, chosen);
  deliveries.add_option("--event", options.event, "Only of this event")->type_name("ID");
  deliveries.add_option("--recipient", options.recipient, "Only to this one")->type_name("ID");
  AddWord<v1::DeliveryState>(deliveries, "--state", options.state, "Only in this state");
  AddWord<v1::Channel>(deliveries, "--channel", options.channel, "Only through this one");
  AddPageOptions(deliveries, options.page);
  AddExample(deliveries, "tarazy notify deliveries --recipient ektu-rector --state bounced");

  CLI::App& count = AddBelow(deliveries, "count", "Count deliveries by their channels and states");
  count.add_option("--event", Bind(count, chosen, Count).event, "Only of this event")
      ->type_name("ID");
  CLI::App& get = AddBelow(deliveries, "get", "Show one delivery");
  get.add_option("DELIVERY", Bind(get, chosen, Get).id, "The delivery")->required();

  CLI::App& dead = *notify.add_subcommand(
      "dead-letters", "Show the deliveries that failed for good: somebody has to look at them");
  AddPageOptions(dead, Bind(dead, chosen, DeadLetters).page);
}

}  // namespace tarazy::cli
