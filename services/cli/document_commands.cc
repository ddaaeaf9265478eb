// tarazy document upload | download
#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "services/cli/commands.h"
#include "services/cli/document_upload.h"
#include "services/cli/file_transfer.h"
#include "services/cli/output_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/accreditation/v1/documents_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using accreditation::v1::DocumentsService;

void Print(Session& session, absl::string_view name, int64_t size) {
  const Table table{.columns = {{"name"}, {"size_bytes"}}, .rows = {{std::string(name), size}}};
  PrintOne(table, session.style, session.terminal.out);
}

struct UploadOptions {
  std::string file;
  std::string title;
  std::string media_type;
};

absl::Status Upload(Session& session, const UploadOptions& options) {
  ASSIGN_OR_RETURN(const auto response,
                   UploadDocument(session, options.file, options.title, options.media_type));
  Print(session, response.name(), response.size_bytes());
  return absl::OkStatus();
}

struct DownloadOptions {
  std::string name;
  std::string out;
};

absl::Status Download(Session& session, const DownloadOptions& options) {
  accreditation::v1::DownloadDocumentRequest request;
  request.set_name(FullName("documents", options.name));
  ASSIGN_OR_RETURN(OutputFile file, OutputFile::Create(options.out));
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  DocumentsService::Stub stub(session.client.channel());
  const auto reader = stub.DownloadDocument(&context, request);
  Sha256 hash;
  int64_t received = 0;
  absl::Status written;
  {
    ProgressBar bar(session.terminal);
    accreditation::v1::DownloadDocumentResponse response;
    while (written.ok() && reader->Read(&response)) {
      hash.Update(response.piece());
      received += static_cast<int64_t>(response.piece().size());
      written = file.Append(response.piece());
      ShowPassed(bar, received, 0);
    }
  }
  if (!written.ok()) context.TryCancel();
  const absl::Status outcome = session.client.Outcome(reader->Finish());
  RETURN_IF_ERROR(written);
  RETURN_IF_ERROR(outcome);
  if (absl::StrCat("documents/", Hex(hash.Finish())) != request.name()) {
    return absl::DataLossError(absl::StrCat("what arrived is not ", request.name(), "; ",
                                            options.out, " was not written"));
  }
  RETURN_IF_ERROR(file.Commit());
  Print(session, request.name(), received);
  return absl::OkStatus();
}

}  // namespace

void AddDocumentCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "document", "Files that accreditation cases rest on");

  CLI::App& upload = *group.add_subcommand("upload", "Store a file; gives the name to quote it by");
  auto& options = Bind(upload, chosen, Upload);
  upload.add_option("FILE", options.file, "The file")->required();
  upload.add_option("--title", options.title, "What it is called; FILE's own name by default")
      ->type_name("TITLE");
  upload.add_option("--media-type", options.media_type, "What it is, such as application/pdf")
      ->type_name("TYPE");

  CLI::App& download = *group.add_subcommand("download", "Fetch a file and check its digest");
  auto& download_options = Bind(download, chosen, Download);
  download
      .add_option("SHA256", download_options.name,
                  "The SHA-256 of its bytes, or documents/9f86d081…")
      ->required();
  download.add_option("--out", download_options.out, "Where to write it")
      ->required()
      ->type_name("FILE");
}

}  // namespace tarazy::cli
