// tarazy notify suppressions list | lift, bounce: addresses that mail does not reach.
#include "services/cli/commands.h"
#include "services/cli/input_file.h"
#include "services/cli/records.h"
#include "tarazy/notifications/v1/recipients_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::RecipientsService;

// As much as the server takes.
constexpr size_t kMaxMessageBytes = 1 << 20;

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table{.columns = {{"address"}, {"time"}, {"reason"}}, .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RecipientsService::Stub::ListSuppressions,
                              v1::ListSuppressionsRequest(), [&](const auto& response) {
                                for (const v1::Suppression& line : response.suppressions()) {
                                  table.rows.push_back({Text(line.address()),
                                                        Time(line.has_time(), line.time()),
                                                        Text(line.reason())});
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct LiftOptions {
  std::string address;
  std::string request_id;
};

absl::Status Lift(Session& session, const LiftOptions& options) {
  v1::LiftSuppressionRequest request;
  request.set_address(options.address);
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RecipientsService::Stub::LiftSuppression, request));
  PrintOne({.columns = {{"address"}, {"since"}},
            .rows = {{Text(options.address), Time(response.has_since(), response.since())}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

struct BounceOptions {
  std::string file;
  std::string request_id;
};

absl::Status Bounce(Session& session, const BounceOptions& options) {
  v1::ReportBounceRequest request;
  ASSIGN_OR_RETURN(*request.mutable_message(), ReadWholeFile(options.file, kMaxMessageBytes));
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RecipientsService::Stub::ReportBounce, request));
  PrintOne({.columns = {{"delivery"}, {"suppressed"}},
            .rows = {{Text(response.delivery()), response.suppressed()}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddSuppressionCommands(CLI::App& notify, Action& chosen) {
  CLI::App& group = AddGroup(notify, "suppressions", "Addresses that mail does not reach");
  CLI::App& list = *group.add_subcommand("list", "Show them");
  AddPageOptions(list, Bind(list, chosen, List).page);
  CLI::App& lift = *group.add_subcommand("lift", "Send mail there again");
  auto& lift_options = Bind(lift, chosen, Lift);
  lift.add_option("ADDRESS", lift_options.address, "The address")->required();
  AddRequestId(lift, lift_options.request_id);

  CLI::App& bounce = *notify.add_subcommand(
      "bounce", "Report mail that came back: the message of the bounce mailbox (RFC 3464)");
  auto& options = Bind(bounce, chosen, Bounce);
  bounce.add_option("FILE", options.file, "The whole message; - is standard input")->required();
  AddRequestId(bounce, options.request_id);
  AddExample(bounce, "tarazy notify bounce - <message.eml");
}

}  // namespace tarazy::cli
