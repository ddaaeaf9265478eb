// tarazy notify webhook put | get | rotate: where a recipient's webhooks go.
#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/notifications/v1/recipients_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::RecipientsService;

std::string EndpointName(const std::string& recipient) {
  return absl::StrCat(FullName("recipients", recipient), "/endpoint");
}

Table EndpointTable(const v1::Endpoint& endpoint) {
  return {.columns = {{"name"}, {"url"}, {"state"}, {"old_secret_until"}, {"update_time"}},
          .rows = {{Text(endpoint.name()), Text(endpoint.url()), Text(EnumWord(endpoint.state())),
                    Time(endpoint.has_old_secret_until(), endpoint.old_secret_until()),
                    Time(endpoint.has_update_time(), endpoint.update_time())}}};
}

// Empty when the endpoint keeps the secret that it had.
void PrintWithSecret(Session& session, const v1::Endpoint& endpoint, const std::string& secret) {
  Table table = EndpointTable(endpoint);
  table.columns.push_back({"secret"});
  table.rows[0].push_back(Text(secret));
  PrintOne(table, session.style, session.terminal.out);
}

struct PutOptions {
  std::string recipient;
  std::string url;
  bool disabled = false;
  std::string request_id;
};

absl::Status Put(Session& session, const PutOptions& options) {
  v1::PutEndpointRequest request;
  request.set_recipient(FullName("recipients", options.recipient));
  request.set_url(options.url);
  request.set_disabled(options.disabled);
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RecipientsService::Stub::PutEndpoint, request));
  PrintWithSecret(session, response.endpoint(), response.secret());
  return absl::OkStatus();
}

struct GetOptions {
  std::string recipient;
};

absl::Status Get(Session& session, const GetOptions& options) {
  v1::GetEndpointRequest request;
  request.set_name(EndpointName(options.recipient));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RecipientsService::Stub::GetEndpoint, request));
  PrintOne(EndpointTable(response.endpoint()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct RotateOptions {
  std::string recipient;
  std::string request_id;
};

absl::Status Rotate(Session& session, const RotateOptions& options) {
  v1::RotateSecretRequest request;
  request.set_name(EndpointName(options.recipient));
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RecipientsService::Stub::RotateSecret, request));
  PrintWithSecret(session, response.endpoint(), response.secret());
  return absl::OkStatus();
}

void AddRecipient(CLI::App& command, std::string& recipient) {
  command.add_option("RECIPIENT", recipient, "Whose; me is the token's")->required();
}

}  // namespace

void AddWebhookCommands(CLI::App& notify, Action& chosen) {
  CLI::App& group = AddGroup(notify, "webhook", "Where a recipient's webhooks go");

  CLI::App& put =
      *group.add_subcommand("put", "Say where; a new endpoint's secret is shown only now");
  auto& options = Bind(put, chosen, Put);
  AddRecipient(put, options.recipient);
  put.add_option("--url", options.url, "https://…")->required();
  put.add_flag("--disabled", options.disabled, "Do not use it for now");
  AddRequestId(put, options.request_id);
  AddExample(put, "tarazy notify webhook put ektu-system --url https://ektu.example.kz/notices");

  CLI::App& get = *group.add_subcommand("get", "Show where, without the secret");
  AddRecipient(get, Bind(get, chosen, Get).recipient);

  CLI::App& rotate = *group.add_subcommand(
      "rotate", "Make a new secret, shown only now; the old one signs too for a day");
  auto& rotate_options = Bind(rotate, chosen, Rotate);
  AddRecipient(rotate, rotate_options.recipient);
  AddRequestId(rotate, rotate_options.request_id);
}

}  // namespace tarazy::cli
