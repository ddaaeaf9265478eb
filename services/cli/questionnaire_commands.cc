// tarazy questionnaire put | get | list
#include <algorithm>

#include "absl/strings/str_join.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/message_json.h"
#include "services/cli/record_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/surveys/v1/questionnaires_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;
using v1::Questionnaire;
using v1::QuestionnairesService;

std::vector<Column> Columns() {
  return {{"questionnaire"}, {"title"},       {"respondents"},
          {"languages"},     {"create_time"}, {.name = "digest", .detail = true}};
}

std::vector<Value> Row(const Questionnaire& questionnaire) {
  return {Text(questionnaire.name()),
          Title(questionnaire.title()),
          Text(EnumWord(questionnaire.respondents())),
          Text(absl::StrJoin(questionnaire.languages(), ", ")),
          Time(questionnaire.has_create_time(), questionnaire.create_time()),
          Text(questionnaire.digest())};
}

// One line for what is answered once.
std::shared_ptr<const Table> QuestionTable(const Questionnaire& questionnaire) {
  auto table = std::make_shared<Table>();
  table->columns = {{"page"}, {"question"}, {"type"}, {"required"}, {"conditional"}, {"text"}};
  for (const v1::Page& page : questionnaire.pages()) {
    for (const v1::Item& item : page.items()) {
      const auto add = [&](const std::string& id, const common::v1::Localized& text) {
        table->rows.push_back({page.id(), id, Text(EnumWord(item.type())), item.required(),
                               item.has_show_if() || page.has_show_if(), Title(text)});
      };
      if (item.rows().empty()) add(item.id(), item.text());
      for (const v1::MatrixRow& row : item.rows()) add(row.id(), row.text());
    }
  }
  return table;
}

// A questionnaire on its own: how large it is, then what else is known.
Table OneTable(const Questionnaire& questionnaire) {
  int64_t questions = 0;
  for (const v1::Page& page : questionnaire.pages()) {
    for (const v1::Item& item : page.items()) questions += std::max(1, item.rows_size());
  }
  Table table{.columns = Columns(), .rows = {Row(questionnaire)}};
  table.columns.insert(table.columns.end(), {{"pages"}, {"questions"}});
  table.rows[0].insert(table.rows[0].end(), {int64_t{questionnaire.pages_size()}, questions});
  return table;
}

struct PutOptions {
  std::string file;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Put(Session& session, const PutOptions& options) {
  v1::CreateQuestionnaireVersionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_source(), ReadRecordText(options.file));
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(
      const auto response,
      session.client.Call(&QuestionnairesService::Stub::CreateQuestionnaireVersion, request));
  auto findings = std::make_shared<Table>();
  findings->columns = {{"severity"}, {"rule"}, {"node"}, {"message"}, {"acknowledged"}};
  for (const auto& finding : response.findings()) {
    findings->rows.push_back({std::string(finding.error() ? "error" : "warning"), finding.rule(),
                              Text(finding.node()), finding.message(), finding.acknowledged()});
  }
  Table table = OneTable(response.questionnaire());
  table.columns.push_back({"findings"});
  table.rows[0].push_back(std::move(findings));
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct GetOptions {
  std::string id;
  bool source = false;
};

absl::Status Get(Session& session, const GetOptions& options) {
  v1::GetQuestionnaireVersionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), QuestionnaireName(options.id));
  ASSIGN_OR_RETURN(
      const auto response,
      session.client.Call(&QuestionnairesService::Stub::GetQuestionnaireVersion, request));
  if (options.source) {
    session.terminal.out << response.source();
  } else if (session.style.format == Format::kJson) {
    session.terminal.out << MessageJson(response.questionnaire());
  } else {
    Table table = OneTable(response.questionnaire());
    table.columns.push_back({"by_question"});
    table.rows[0].push_back(QuestionTable(response.questionnaire()));
    PrintOne(table, session.style, session.terminal.out);
  }
  return absl::OkStatus();
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table{.columns = Columns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page,
                              &QuestionnairesService::Stub::ListQuestionnaires,
                              v1::ListQuestionnairesRequest(), [&](const auto& response) {
                                for (const auto& questionnaire : response.questionnaires()) {
                                  table.rows.push_back(Row(questionnaire));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddQuestionnaireCommands(CLI::App& app, Action& chosen) {
  CLI::App& group =
      AddGroup(app, "questionnaire", "Questionnaires: what surveys ask, and their versions");
  AddQuestionnaireLintCommand(group, chosen);

  CLI::App& put = *group.add_subcommand("put", "Store a file as a new version");
  auto& options = Bind(put, chosen, Put);
  put.add_option("FILE", options.file, "The questionnaire, YAML or JSON; - is standard input")
      ->required();
  AddRequestId(put, options.request_id);
  AddValidateOnly(put, options.validate_only);
  AddExample(put, "tarazy questionnaire put iaar-teachers-2023.yaml");

  CLI::App& get = *group.add_subcommand("get", "Show one version; its JSON is whole");
  auto& get_options = Bind(get, chosen, Get);
  get.add_option("ID", get_options.id, "ID for the newest version, or ID@VERSION")->required();
  get.add_flag("--source", get_options.source, "Print the file as it was stored");
  AddExample(get, "tarazy questionnaire get iaar-teachers-2023@1");

  CLI::App& list = *group.add_subcommand("list", "Show all versions of all questionnaires");
  AddPageOptions(list, Bind(list, chosen, List).page);
}

}  // namespace tarazy::cli
