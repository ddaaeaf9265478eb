// tarazy notify inbox | read | ack: what a recipient finds, opens and acknowledges.
#include "services/cli/commands.h"
#include "services/cli/inbox_row.h"
#include "services/cli/resource_name.h"
#include "tarazy/notifications/v1/inbox_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::InboxService;

struct ListOptions {
  std::string recipient;
  bool unread = false;
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  v1::ListInboxRequest request;
  request.set_recipient(FullName("recipients", options.recipient));
  request.set_unread(options.unread);
  Table table{.columns = InboxColumns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &InboxService::Stub::ListInbox, request,
                              [&](const auto& response) {
                                for (const v1::InboxItem& item : response.items()) {
                                  table.rows.push_back(InboxRow(item));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ItemOptions {
  std::string recipient;
  std::string delivery;
  std::string request_id;
};

// Opening and acknowledging ask and answer alike.
template <class Request, class Response>
absl::Status Change(Session& session, const ItemOptions& options,
                    grpc::Status (InboxService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*)) {
  Request request;
  request.set_recipient(FullName("recipients", options.recipient));
  request.set_delivery(FullName("deliveries", options.delivery));
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response, session.client.Call(method, request));
  PrintOne({.columns = InboxColumns(), .rows = {InboxRow(response.item())}}, session.style,
           session.terminal.out);
  return absl::OkStatus();
}

absl::Status Read(Session& session, const ItemOptions& options) {
  return Change(session, options, &InboxService::Stub::MarkRead);
}

absl::Status Acknowledge(Session& session, const ItemOptions& options) {
  return Change(session, options, &InboxService::Stub::Acknowledge);
}

void AddItemCommand(CLI::App& notify, Action& chosen, const std::string& name,
                    const std::string& description,
                    absl::Status (*run)(Session&, const ItemOptions&)) {
  CLI::App& command = *notify.add_subcommand(name, description);
  auto& options = Bind(command, chosen, run);
  command.add_option("RECIPIENT", options.recipient, "Whose; me is the token's")->required();
  command.add_option("DELIVERY", options.delivery, "The notice")->required();
  AddRequestId(command, options.request_id);
}

}  // namespace

void AddInboxCommands(CLI::App& notify, Action& chosen) {
  CLI::App& inbox = *notify.add_subcommand("inbox", "Show what came, the newest first");
  auto& options = Bind(inbox, chosen, List);
  inbox.add_option("RECIPIENT", options.recipient, "Whose; me is the token's")->required();
  inbox.add_flag("--unread", options.unread, "Only what was not opened yet");
  AddPageOptions(inbox, options.page);
  AddExample(inbox, "tarazy notify inbox me --unread");

  AddItemCommand(notify, chosen, "read", "Mark a notice as opened", Read);
  AddItemCommand(notify, chosen, "ack", "Acknowledge a notice; recorded for good", Acknowledge);
}

}  // namespace tarazy::cli
