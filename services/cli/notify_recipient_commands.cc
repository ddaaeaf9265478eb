// tarazy notify recipient put | get | list, and preference set: who is told, and how he wishes it.
#include "services/cli/commands.h"
#include "services/cli/put_records.h"
#include "services/cli/recipient_row.h"
#include "services/cli/resource_name.h"
#include "services/cli/word_option.h"
#include "tarazy/notifications/v1/recipients_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::Recipient;
using v1::RecipientsService;

absl::StatusOr<Recipient> GetRecipient(Session& session, const std::string& id) {
  v1::GetRecipientRequest request;
  request.set_name(FullName("recipients", id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RecipientsService::Stub::GetRecipient, request));
  return response.recipient();
}

absl::Status Put(Session& session, const PutRecordsOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<Recipient> recipients, ReadRecords<Recipient>(options));
  const auto send = [&](size_t index,
                        const std::string& request_id) -> absl::StatusOr<std::vector<Value>> {
    v1::PutRecipientRequest request;
    Recipient& recipient = *request.mutable_recipient();
    recipient = recipients[index];
    if (!options.etag.empty()) recipient.set_etag(options.etag);
    if (options.force) {
      ASSIGN_OR_RETURN(*recipient.mutable_etag(), EtagNow(GetRecipient(session, recipient.id())));
    }
    request.set_request_id(request_id);
    request.set_validate_only(options.validate_only);
    ASSIGN_OR_RETURN(const auto response,
                     session.client.Call(&RecipientsService::Stub::PutRecipient, request));
    return RecipientRow(response.recipient());
  };
  return SendRecords(session, options, recipients.size(), RecipientColumns(), send);
}

struct GetOptions {
  std::string id;
};

absl::Status Get(Session& session, const GetOptions& options) {
  ASSIGN_OR_RETURN(const Recipient recipient, GetRecipient(session, options.id));
  PrintRecipient(session, recipient);
  return absl::OkStatus();
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table{.columns = RecipientColumns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RecipientsService::Stub::ListRecipients,
                              v1::ListRecipientsRequest(), [&](const auto& response) {
                                for (const Recipient& recipient : response.recipients()) {
                                  table.rows.push_back(RecipientRow(recipient));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct SetOptions {
  std::string recipient;
  std::string topic;
  bool mute = false;
  bool subscribe = false;
  std::vector<std::string> channels;
  std::string digest;
  std::string at;
  std::string request_id;
};

absl::Status Set(Session& session, const SetOptions& options) {
  v1::SetPreferenceRequest request;
  request.set_name(FullName("recipients", options.recipient));
  v1::Preference& wish = *request.mutable_preference();
  wish.set_topic(BareId("topics", options.topic));
  wish.set_muted(options.mute);
  wish.set_subscribed(options.subscribe);
  for (const std::string& word : options.channels) {
    wish.add_channels(EnumValue<v1::Channel>(word));
  }
  wish.set_digest(EnumValue<v1::DigestPeriod>(options.digest));
  wish.set_digest_clock(options.at);
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RecipientsService::Stub::SetPreference, request));
  PrintRecipient(session, response.recipient());
  return absl::OkStatus();
}

}  // namespace

void AddRecipientCommands(CLI::App& notify, Action& chosen) {
  CLI::App& group = AddGroup(notify, "recipient", "Who is told, and where");

  CLI::App& put = *group.add_subcommand("put", "Store recipients, or change them");
  auto& options = Bind(put, chosen, Put);
  AddPutRecords(put, options, "The recipient");
  AddPutEtag(put, options);
  AddExample(put, "tarazy notify recipient put offices.yaml");

  CLI::App& get = *group.add_subcommand("get", "Show a recipient; the JSON is a file for put");
  get.add_option("ID", Bind(get, chosen, Get).id, "The recipient; me is the token's")->required();

  CLI::App& list = *group.add_subcommand("list", "Show all recipients");
  AddPageOptions(list, Bind(list, chosen, List).page);
}

void AddPreferenceCommands(CLI::App& notify, Action& chosen) {
  CLI::App& group = AddGroup(notify, "preference", "What a recipient wishes");
  CLI::App& set = *group.add_subcommand(
      "set", "Say all that a recipient wishes about a topic; without options, nothing special");
  auto& options = Bind(set, chosen, Set);
  set.add_option("RECIPIENT", options.recipient, "The recipient; me is the token's")->required();
  set.add_option("TOPIC", options.topic, "The topic")->required();
  set.add_flag("--mute", options.mute, "Not at all; refused for mandatory topics");
  set.add_flag("--subscribe", options.subscribe, "Switch on a topic that is told to subscribers")
      ->excludes("--mute");
  AddWords<v1::Channel>(set, "--channels", options.channels,
                        "Through these, with commas; the topic's by default");
  AddWord<v1::DigestPeriod>(set, "--digest", options.digest, "Gathered: daily or weekly");
  AddClock(set, "--at", options.at, "When a digest is sent, in his zone; 09:00 by default")
      ->needs("--digest");
  AddRequestId(set, options.request_id);
  AddExample(set,
             "tarazy notify preference set me finding-due --channels email,inbox --digest daily "
             "--at 08:30");
}

}  // namespace tarazy::cli
