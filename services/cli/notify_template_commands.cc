// tarazy notify template put | get | list | preview
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/commands.h"
#include "services/cli/message_json.h"
#include "services/cli/printable.h"
#include "services/cli/put_records.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/notifications/v1/topics_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::Template;
using v1::TopicsService;

std::vector<Column> Columns() {
  return {{"name"},        {.name = "id", .detail = true},
          {"subject"},     {"variables"},
          {"phrases"},     {"authoritative"},
          {"create_time"}, {.name = "digest", .detail = true}};
}

std::vector<Value> Row(const Template& record) {
  return {Text(record.name()),
          Text(record.id()),
          record.has_subject() ? Title(record.subject()) : Value(),
          int64_t{record.variables_size()},
          int64_t{record.phrases_size()},
          Text(record.authoritative()),
          Time(record.has_create_time(), record.create_time()),
          Text(record.digest())};
}

absl::Status Put(Session& session, const PutRecordsOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<Template> templates, ReadRecords<Template>(options));
  const auto send = [&](size_t index,
                        const std::string& request_id) -> absl::StatusOr<std::vector<Value>> {
    v1::PutTemplateRequest request;
    *request.mutable_template_() = templates[index];
    request.set_request_id(request_id);
    request.set_validate_only(options.validate_only);
    ASSIGN_OR_RETURN(const auto response,
                     session.client.Call(&TopicsService::Stub::PutTemplate, request));
    return Row(response.template_());
  };
  return SendRecords(session, options, templates.size(), Columns(), send);
}

struct GetOptions {
  std::string id;
};

absl::Status Get(Session& session, const GetOptions& options) {
  v1::GetTemplateRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), TemplateName(options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&TopicsService::Stub::GetTemplate, request));
  const Template& record = response.template_();
  if (session.style.format == Format::kJson) {
    session.terminal.out << MessageJson(record);
  } else {
    PrintOne({.columns = Columns(), .rows = {Row(record)}}, session.style, session.terminal.out);
  }
  return absl::OkStatus();
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table{.columns = Columns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &TopicsService::Stub::ListTemplates,
                              v1::ListTemplatesRequest(), [&](const auto& response) {
                                for (const Template& record : response.templates()) {
                                  table.rows.push_back(Row(record));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct PreviewOptions {
  std::string source;
  std::string language;
};

// An id has no dot, and every path can have one: "./finding-due".
bool IsFile(absl::string_view source) {
  return source == "-" || source.find('.') != absl::string_view::npos;
}

// As its reader gets it: texts of several lines, which a column has no room for.
void PrintLetter(const v1::Rendered& letter, std::ostream& out) {
  out << "[" << Printable(letter.language()) << "] " << Printable(letter.subject()) << "\n\n";
  for (const absl::string_view line : absl::StrSplit(letter.text(), '\n')) {
    out << Printable(line) << "\n";
  }
  if (!letter.sms().empty()) out << "\nsms: " << Printable(letter.sms()) << "\n";
}

void PrintLetters(Session& session, const v1::PreviewTemplateResponse& response) {
  if (session.style.format == Format::kTable) {
    for (int i = 0; i < response.rendered_size(); ++i) {
      if (i > 0) session.terminal.out << "\n";
      PrintLetter(response.rendered(i), session.terminal.out);
    }
    return;
  }
  Table table{.columns = {{"language"}, {"subject"}, {"text"}, {"html"}, {"sms"}, {"digest"}},
              .rows = {}};
  for (const v1::Rendered& letter : response.rendered()) {
    table.rows.push_back({Text(letter.language()), Text(letter.subject()), Text(letter.text()),
                          Text(letter.html()), Text(letter.sms()), Text(letter.digest())});
  }
  PrintRows(table, session.style, session.terminal.out);
}

absl::Status Preview(Session& session, const PreviewOptions& options) {
  v1::PreviewTemplateRequest request;
  if (IsFile(options.source)) {
    RETURN_IF_ERROR(ReadRecordFile(options.source, *request.mutable_template_()));
  } else {
    ASSIGN_OR_RETURN(*request.mutable_name(), TemplateName(options.source));
  }
  request.set_language(options.language);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&TopicsService::Stub::PreviewTemplate, request));
  PrintLetters(session, response);
  return absl::OkStatus();
}

}  // namespace

void AddNoticeTemplateCommands(CLI::App& notify, Action& chosen) {
  CLI::App& group = AddGroup(notify, "template", "The words of notices in three languages");

  CLI::App& put = *group.add_subcommand("put", "Store files as new versions of their templates");
  AddPutRecords(put, Bind(put, chosen, Put), "The template");
  AddExample(put, "tarazy notify template put finding-due.yaml");

  CLI::App& get = *group.add_subcommand("get", "Show one version; its JSON is whole");
  get.add_option("ID", Bind(get, chosen, Get).id, "ID for the newest version, or ID@VERSION")
      ->required();

  CLI::App& list = *group.add_subcommand("list", "Show the newest version of every template");
  AddPageOptions(list, Bind(list, chosen, List).page);

  CLI::App& preview = *group.add_subcommand(
      "preview", "Fill a template in with its examples, stored or not; stores nothing");
  auto& options = Bind(preview, chosen, Preview);
  preview
      .add_option("TEMPLATE", options.source,
                  "ID, ID@VERSION or a file, whose name has a dot; - is standard input")
      ->required();
  preview.add_option("--lang", options.language, "One language; all three by default")
      ->check(CLI::IsMember({"kk", "ru", "en"}));
  AddExample(preview, "tarazy notify template preview ./finding-due.yaml --lang kk");
}

}  // namespace tarazy::cli
