// tarazy case import | export | update | submit | report: a case and its papers as files.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/cli/case_row.h"
#include "services/cli/commands.h"
#include "services/cli/document_upload.h"
#include "services/cli/failure.h"
#include "services/cli/file_transfer.h"
#include "services/cli/input_file.h"
#include "services/cli/record_file.h"
#include "services/cli/records.h"
#include "services/cli/replace_file.h"
#include "services/cli/resource_name.h"
#include "services/cli/word_option.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::CasesService;

// What every change of a case takes.
struct ChangeOptions {
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

void AddChangeOptions(CLI::App& command, ChangeOptions& options) {
  AddRequestId(command, options.request_id);
  AddValidateOnly(command, options.validate_only);
}

struct ImportOptions {
  std::string file;
  ChangeOptions change;
};

absl::Status Import(Session& session, const ImportOptions& options) {
  v1::ImportCaseRequest request;
  ASSIGN_OR_RETURN(*request.mutable_source(), ReadRecordText(options.file));
  request.set_etag(options.change.etag);
  request.set_request_id(options.change.request_id);
  request.set_validate_only(options.change.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::ImportCase, request));
  Table table{.columns = CaseColumns(), .rows = {CaseRow(response.case_record())}};
  const v1::CaseCounts& counts = response.counts();
  table.columns.insert(
      table.columns.end(),
      {{"programmes"}, {"members"}, {"sessions"}, {"evaluations"}, {"findings"}, {"statements"}});
  table.rows[0].insert(
      table.rows[0].end(),
      {int64_t{counts.programmes()}, int64_t{counts.members()}, int64_t{counts.sessions()},
       int64_t{counts.evaluations()}, int64_t{counts.findings()}, int64_t{counts.statements()}});
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

// A file's bytes on standard output, or in a file that is replaced whole.
absl::Status Write(Session& session, const std::string& path, const std::string& bytes) {
  if (path.empty()) {
    session.terminal.out << bytes;
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(ReplaceFile(path, bytes));
  PrintOne({.columns = {{"file"}, {"bytes"}}, .rows = {{path, static_cast<int64_t>(bytes.size())}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ExportOptions {
  std::string id;
  std::string format;
  std::string out;
};

absl::Status Export(Session& session, const ExportOptions& options) {
  v1::ExportCaseRequest request;
  request.set_name(FullName("cases", options.id));
  request.set_format(EnumValue<v1::FileFormat>(options.format));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::ExportCase, request));
  return Write(session, options.out, response.source());
}

struct ReportOptions {
  std::string id;
  std::string language;
  std::string out;
};

absl::Status Report(Session& session, const ReportOptions& options) {
  v1::GetCaseReportRequest request;
  request.set_name(FullName("cases", options.id));
  request.set_language(options.language);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::GetCaseReport, request));
  if (response.html().empty()) return absl::InternalError("the server sent an empty report");
  return Write(session, options.out, response.html());
}

struct UpdateOptions {
  std::string id;
  std::string file;
  bool create = false;
  ChangeOptions change;
};

absl::Status Update(Session& session, const UpdateOptions& options) {
  v1::UpdateCaseRequest request;
  v1::Case& record = *request.mutable_case_record();
  ASSIGN_OR_RETURN(std::vector<std::string> fields, ReadFieldsFile(options.file, record));
  const std::string id = BareId("cases", options.id);
  if (!record.id().empty() && record.id() != id) {
    return UsageError(absl::StrCat(options.file, " is about ", record.id(), ", not ", id));
  }
  fields.erase(std::remove(fields.begin(), fields.end(), "id"), fields.end());
  if (fields.empty()) return UsageError(absl::StrCat(options.file, " has no field to change"));
  record.set_name(FullName("cases", id));
  record.set_id(id);
  request.mutable_update_mask()->mutable_paths()->Add(fields.begin(), fields.end());
  request.set_allow_missing(options.create);
  request.set_etag(options.change.etag);
  request.set_request_id(options.change.request_id);
  request.set_validate_only(options.change.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::UpdateCase, request));
  PrintCase(session, response.case_record());
  return absl::OkStatus();
}

struct SubmitOptions {
  std::string id;
  std::string file;
  std::string document;
  std::string title;
  std::string language;
  std::string media_type;
  bool is_public = false;
  ChangeOptions change;
};

// The file goes to the server before the case names it.
absl::Status Submit(Session& session, const SubmitOptions& options) {
  v1::SubmitSelfAssessmentRequest request;
  request.set_name(FullName("cases", options.id));
  ASSIGN_OR_RETURN(const InputFile file, InputFile::Open(options.file));
  if (file.size() == 0) return UsageError(absl::StrCat(options.file, " is empty, or no file"));
  v1::Document& document = *request.mutable_document();
  document.set_id(options.document);
  document.set_title(options.title.empty() ? BaseName(options.file) : options.title);
  ASSIGN_OR_RETURN(*document.mutable_sha256(), DigestOfFile(options.file));
  document.set_size_bytes(file.size());
  document.set_language(options.language);
  document.set_is_public(options.is_public);
  request.mutable_self_assessment()->set_document(options.document);
  request.set_request_id(options.change.request_id);
  request.set_validate_only(options.change.validate_only);
  if (!options.change.validate_only) {
    RETURN_IF_ERROR(
        UploadDocument(session, options.file, document.title(), options.media_type).status());
  }
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::SubmitSelfAssessment, request));
  PrintCase(session, response.case_record());
  return absl::OkStatus();
}

void AddUpdateCommand(CLI::App& group, Action& chosen) {
  CLI::App& command = *group.add_subcommand("update", "Replace the fields that a file has");
  auto& options = Bind(command, chosen, Update);
  command.add_option("ID", options.id, "The case")->required();
  command
      .add_option("FILE", options.file,
                  "Top-level fields of a case file, YAML or JSON; an empty one empties it")
      ->required();
  command.add_flag("--create", options.create, "Open the case when it is not there");
  AddEtag(command, options.change.etag);
  AddChangeOptions(command, options.change);
  AddExample(command, "tarazy case update ektu-2023 commission.yaml --etag v7");
}

void AddSubmitCommand(CLI::App& group, Action& chosen) {
  CLI::App& command = *group.add_subcommand("submit", "Hand in a version of the self-assessment");
  auto& options = Bind(command, chosen, Submit);
  command.add_option("ID", options.id, "The case")->required();
  command.add_option("FILE", options.file, "The document; it is uploaded first")->required();
  command.add_option("--document", options.document, "The document's id in the case")
      ->default_val("self-assessment");
  command.add_option("--title", options.title, "What it is called; FILE's own name by default");
  command.add_option("--language", options.language, "Its language: en, ru or kk");
  command.add_option("--media-type", options.media_type, "What it is, such as application/pdf");
  command.add_flag("--public", options.is_public,
                   "Everybody may read it once the case is published");
  AddChangeOptions(command, options.change);
  AddExample(command, "tarazy case submit ektu-2023 self-assessment.pdf");
}

}  // namespace

void AddCaseFileCommands(CLI::App& group, Action& chosen) {
  CLI::App& import = *group.add_subcommand("import", "Store a whole case from a file");
  auto& import_options = Bind(import, chosen, Import);
  import.add_option("FILE", import_options.file, "The case, YAML or JSON; - is standard input")
      ->required();
  AddEtag(import, import_options.change.etag,
          "Replace the case that is there, if it is still as it was read with this etag");
  AddChangeOptions(import, import_options.change);
  AddExample(import, "tarazy case import ektu-2023.yaml");

  CLI::App& exported = *group.add_subcommand("export", "Print a case as a file for import");
  auto& export_options = Bind(exported, chosen, Export);
  exported.add_option("ID", export_options.id, "The case")->required();
  AddWord<v1::FileFormat>(exported, "--format", export_options.format, "YAML by default");
  exported.add_option("--out", export_options.out, "Write it there; standard output by default")
      ->type_name("FILE");
  AddExample(exported, "tarazy case export ektu-2023 --out ektu-2023.yaml");

  AddUpdateCommand(group, chosen);
  AddSubmitCommand(group, chosen);

  CLI::App& report = *group.add_subcommand("report", "Print the report: a page of HTML");
  auto& report_options = Bind(report, chosen, Report);
  report.add_option("ID", report_options.id, "The case")->required();
  report.add_option("--language", report_options.language,
                    "en, ru or kk; the framework's by default");
  report.add_option("--out", report_options.out, "Write it there; standard output by default")
      ->type_name("FILE");
  AddExample(report, "tarazy case report ektu-2023 --out report.html");
}

}  // namespace tarazy::cli
