// tarazy notify redrive: dead deliveries are tried again.
#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/delivery_row.h"
#include "services/cli/failure.h"
#include "services/cli/resource_name.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::NoticesService;

struct RedriveOptions {
  std::string delivery;
  bool all = false;
  std::string request_id;
};

absl::StatusOr<v1::Delivery> RedriveOne(Session& session, const std::string& name,
                                        const std::string& request_id) {
  v1::RedriveDeliveryRequest request;
  request.set_name(name);
  request.set_request_id(request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&NoticesService::Stub::RedriveDelivery, request));
  return response.delivery();
}

// All of them before the first is tried again: that takes it out of the pages.
absl::StatusOr<std::vector<std::string>> DeadDeliveries(Session& session) {
  v1::ListDeliveriesRequest request;
  request.set_state(v1::DELIVERY_STATE_DEAD);
  std::vector<std::string> names;
  RETURN_IF_ERROR(ForEachPage(session, PageOptions(), &NoticesService::Stub::ListDeliveries,
                              request, [&](const auto& response) {
                                for (const auto& delivery : response.deliveries()) {
                                  names.push_back(delivery.name());
                                }
                              }));
  return names;
}

// Told apart by their deliveries: a repeat finds others dead than the first time.
std::string RequestIdOf(const std::string& request_id, const std::string& name) {
  if (request_id.empty()) return "";
  return absl::StrCat(request_id, ".", BareId("deliveries", name));
}

absl::Status RedriveAll(Session& session, const RedriveOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, DeadDeliveries(session));
  Table table{.columns = DeliveryColumns(), .rows = {}};
  absl::Status refused;
  for (const std::string& name : names) {
    const auto delivery = RedriveOne(session, name, RequestIdOf(options.request_id, name));
    if (delivery.ok()) {
      table.rows.push_back(DeliveryRow(*delivery));
    } else if (ReasonOf(delivery.status()) != "DELIVERY_STATE") {
      // Another reason than that somebody else was faster with this one.
      refused = delivery.status();
      break;
    }
  }
  PrintRows(table, session.style, session.terminal.out);
  return refused;
}

absl::Status Redrive(Session& session, const RedriveOptions& options) {
  RETURN_IF_ERROR(ExactlyOneOf({{"DELIVERY", !options.delivery.empty()}, {"--all", options.all}}));
  if (options.all) return RedriveAll(session, options);
  ASSIGN_OR_RETURN(
      const v1::Delivery delivery,
      RedriveOne(session, FullName("deliveries", options.delivery), options.request_id));
  PrintOne({.columns = DeliveryColumns(), .rows = {DeliveryRow(delivery)}}, session.style,
           session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddRedriveCommand(CLI::App& notify, Action& chosen) {
  CLI::App& redrive =
      *notify.add_subcommand("redrive", "Try a dead delivery again, or all of them");
  auto& options = Bind(redrive, chosen, Redrive);
  redrive.add_option("DELIVERY", options.delivery, "The delivery");
  redrive.add_flag("--all", options.all, "All that are dead now");
  AddRequestId(redrive, options.request_id);
  AddExample(redrive, "tarazy notify redrive --all");
}

}  // namespace tarazy::cli
