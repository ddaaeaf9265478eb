// tarazy notify topic put | get | list
#include "services/cli/audience_table.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/message_json.h"
#include "services/cli/put_records.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/notifications/v1/topics_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::Topic;
using v1::TopicsService;

std::vector<Column> Columns() {
  return {{"id"},
          {"title"},
          {"template"},
          {"channels"},
          {"mandatory"},
          {"urgent"},
          {"acknowledge_within_days"},
          {.name = "events", .detail = true},
          {.name = "audience", .detail = true},
          {.name = "ladder", .detail = true},
          {.name = "escalation", .detail = true},
          {.name = "etag", .detail = true}};
}

std::shared_ptr<const Table> LadderTable(const Topic& topic) {
  auto table = std::make_shared<Table>();
  table->columns = {{"days"}, {"clock"}, {"template"}};
  for (const v1::Rung& rung : topic.ladder()) {
    table->rows.push_back({int64_t{rung.days()}, Text(rung.clock()), Text(rung.template_())});
  }
  return table;
}

std::vector<Value> Row(const Topic& topic) {
  return {Text(topic.id()),
          Title(topic.title()),
          Text(topic.template_()),
          ChannelWords(topic.channels()),
          topic.mandatory(),
          topic.urgent(),
          int64_t{topic.acknowledge_within_days()},
          std::vector<std::string>(topic.events().begin(), topic.events().end()),
          AudienceTable(topic.audience()),
          LadderTable(topic),
          AudienceTable(topic.escalation()),
          Text(topic.etag())};
}

absl::StatusOr<Topic> GetTopic(Session& session, const std::string& id) {
  v1::GetTopicRequest request;
  request.set_name(FullName("topics", id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&TopicsService::Stub::GetTopic, request));
  return response.topic();
}

absl::Status Put(Session& session, const PutRecordsOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<Topic> topics, ReadRecords<Topic>(options));
  const auto send = [&](size_t index,
                        const std::string& request_id) -> absl::StatusOr<std::vector<Value>> {
    v1::PutTopicRequest request;
    Topic& topic = *request.mutable_topic();
    topic = topics[index];
    if (!options.etag.empty()) topic.set_etag(options.etag);
    if (options.force) {
      ASSIGN_OR_RETURN(*topic.mutable_etag(), EtagNow(GetTopic(session, topic.id())));
    }
    request.set_request_id(request_id);
    request.set_validate_only(options.validate_only);
    ASSIGN_OR_RETURN(const auto response,
                     session.client.Call(&TopicsService::Stub::PutTopic, request));
    return Row(response.topic());
  };
  return SendRecords(session, options, topics.size(), Columns(), send);
}

struct GetOptions {
  std::string id;
};

absl::Status Get(Session& session, const GetOptions& options) {
  ASSIGN_OR_RETURN(const Topic topic, GetTopic(session, options.id));
  if (session.style.format == Format::kJson) {
    session.terminal.out << MessageJson(topic);
  } else {
    PrintOne({.columns = Columns(), .rows = {Row(topic)}}, session.style, session.terminal.out);
  }
  return absl::OkStatus();
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table{.columns = Columns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &TopicsService::Stub::ListTopics,
                              v1::ListTopicsRequest(), [&](const auto& response) {
                                for (const Topic& topic : response.topics()) {
                                  table.rows.push_back(Row(topic));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddTopicCommands(CLI::App& notify, Action& chosen) {
  CLI::App& group = AddGroup(notify, "topic", "What people are told about, and whom it concerns");

  CLI::App& put = *group.add_subcommand("put", "Store topics, or change them");
  auto& options = Bind(put, chosen, Put);
  AddPutRecords(put, options, "The topic");
  AddPutEtag(put, options);
  AddExample(put, "tarazy notify topic put finding-due.yaml");

  CLI::App& get = *group.add_subcommand("get", "Show a topic; its JSON is a file for put");
  get.add_option("ID", Bind(get, chosen, Get).id, "The topic")->required();

  CLI::App& list = *group.add_subcommand("list", "Show all topics");
  AddPageOptions(list, Bind(list, chosen, List).page);
}

}  // namespace tarazy::cli
