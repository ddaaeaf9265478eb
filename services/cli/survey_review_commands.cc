// tarazy survey comments | review | request-records | approve-records | export: what leaves a
// campaign under somebody's eyes.
#include <optional>

#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/output_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/word_option.h"
#include "tarazy/surveys/v1/results_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;
using v1::ResultsService;

std::vector<Column> CommentColumns() {
  return {{"name"}, {"question"}, {"language"}, {"state"}, {"reason"}, {"text"}};
}

std::vector<Value> CommentRow(const v1::Comment& comment) {
  return {Text(comment.name()),
          Text(comment.question()),
          Text(comment.language()),
          Text(EnumWord(comment.state())),
          Text(EnumWord(comment.reason())),
          Text(comment.text())};
}

struct CommentsOptions {
  std::string id;
  std::string question;
  std::string state;
  PageOptions page;
};

absl::Status Comments(Session& session, const CommentsOptions& options) {
  v1::ListCommentsRequest request;
  request.set_campaign(FullName("campaigns", options.id));
  request.set_question(options.question);
  request.set_state(EnumValue<v1::CommentState>(options.state));
  Table table{.columns = CommentColumns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &ResultsService::Stub::ListComments, request,
                              [&](const auto& response) {
                                for (const v1::Comment& comment : response.comments()) {
                                  table.rows.push_back(CommentRow(comment));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ReviewOptions {
  std::string name;
  std::string state;
  std::string text;
  std::string reason;
  std::string request_id;
};

absl::Status Review(Session& session, const ReviewOptions& options) {
  v1::ReviewCommentRequest request;
  request.set_name(options.name);
  request.set_state(EnumValue<v1::CommentState>(options.state));
  request.set_text(options.text);
  request.set_reason(EnumValue<v1::CommentReason>(options.reason));
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ResultsService::Stub::ReviewComment, request));
  PrintOne({.columns = CommentColumns(), .rows = {CommentRow(response.comment())}}, session.style,
           session.terminal.out);
  return absl::OkStatus();
}

struct RequestOptions {
  std::string id;
  std::string reason;
  std::string request_id;
};

absl::Status RequestRecords(Session& session, const RequestOptions& options) {
  v1::RequestRecordsRequest request;
  request.set_campaign(FullName("campaigns", options.id));
  request.set_reason(options.reason);
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ResultsService::Stub::RequestRecords, request));
  PrintOne({.columns = {{"name"}}, .rows = {{Text(response.name())}}}, session.style,
           session.terminal.out);
  return absl::OkStatus();
}

struct ApproveOptions {
  std::string name;
  std::string request_id;
};

absl::Status ApproveRecords(Session& session, const ApproveOptions& options) {
  v1::ApproveRecordsRequest request;
  request.set_name(options.name);
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ResultsService::Stub::ApproveRecords, request));
  PrintOne(
      {.columns = {{"name"}, {"until"}}, .rows = {{Text(options.name), Text(response.until())}}},
      session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ExportOptions {
  std::string id;
  std::string format;
  std::string language;
  std::string records;
  std::string out;
  bool as_public = false;
};

absl::Status Export(Session& session, const ExportOptions& options) {
  v1::ExportResultsRequest request;
  request.set_campaign(FullName("campaigns", options.id));
  request.set_format(EnumValue<v1::ExportFormat>(options.format));
  request.set_language(options.language);
  request.set_records(options.records);
  request.set_as_public(options.as_public);
  std::optional<OutputFile> file;
  if (!options.out.empty()) {
    ASSIGN_OR_RETURN(OutputFile created, OutputFile::Create(options.out));
    file.emplace(std::move(created));
  }
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  ResultsService::Stub stub(session.client.channel());
  const auto stream = stub.ExportResults(&context, request);
  v1::ExportResultsResponse response;
  absl::Status written;
  while (written.ok() && stream->Read(&response)) {
    if (file.has_value()) {
      written = file->Append(response.data());
    } else {
      session.terminal.out << response.data();
    }
  }
  if (!written.ok()) context.TryCancel();
  const absl::Status outcome = session.client.Outcome(stream->Finish());
  RETURN_IF_ERROR(written);
  RETURN_IF_ERROR(outcome);
  return file.has_value() ? file->Commit() : absl::OkStatus();
}

}  // namespace

void AddSurveyReviewCommands(CLI::App& group, Action& chosen) {
  CLI::App& comments = *group.add_subcommand("comments", "Show what people wrote");
  auto& options = Bind(comments, chosen, Comments);
  comments.add_option("ID", options.id, "The campaign")->required();
  comments.add_option("--question", options.question, "Only answers to this question");
  AddWord<v1::CommentState>(comments, "--state", options.state, "Only these");
  AddPageOptions(comments, options.page);

  CLI::App& review = *group.add_subcommand("review", "Release a comment, masked, or withhold it");
  auto& review_options = Bind(review, chosen, Review);
  review.add_option("COMMENT", review_options.name, "campaigns/ID/comments/ID")->required();
  AddWord<v1::CommentState>(review, "--state", review_options.state, "released or withheld")
      ->required();
  review.add_option("--text", review_options.text, "The masked text to show in its place");
  AddWord<v1::CommentReason>(review, "--reason", review_options.reason,
                             "Why it is masked or withheld");
  AddRequestId(review, review_options.request_id);

  CLI::App& request =
      *group.add_subcommand("request-records", "Ask for the records; somebody else approves");
  auto& request_options = Bind(request, chosen, RequestRecords);
  request.add_option("ID", request_options.id, "The campaign")->required();
  request.add_option("--reason", request_options.reason, "What they are needed for")->required();
  AddRequestId(request, request_options.request_id);

  CLI::App& approve =
      *group.add_subcommand("approve-records", "Approve another person's request for records");
  auto& approve_options = Bind(approve, chosen, ApproveRecords);
  approve.add_option("REQUEST", approve_options.name, "campaigns/ID/recordRequests/N")->required();
  AddRequestId(approve, approve_options.request_id);

  CLI::App& out =
      *group.add_subcommand("export", "Write the results, or approved records, as a file");
  auto& export_options = Bind(out, chosen, Export);
  out.add_option("ID", export_options.id, "The campaign")->required();
  AddWord<v1::ExportFormat>(out, "--format", export_options.format, "csv, spss or ddi")->required();
  out.add_option("--lang", export_options.language, "The language of labels")
      ->check(CLI::IsMember({"kk", "ru", "en"}));
  out.add_option("--records", export_options.records, "The approved request for records");
  out.add_option("--out", export_options.out, "Write it to this file")->type_name("FILE");
  out.add_flag("--public", export_options.as_public, "What everybody may see");
  AddExample(out, "tarazy survey export students-2026 --format spss --out students.sav");
}

}  // namespace tarazy::cli
