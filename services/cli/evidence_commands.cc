// tarazy evidence upload | get | download
#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/file_transfer.h"
#include "services/cli/output_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/rankings/v1/evidence_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::Evidence;
using rankings::v1::EvidenceService;
using rankings::v1::UploadEvidenceRequest;
using rankings::v1::UploadEvidenceResponse;

constexpr char kStandardInput[] = "-";

void Print(Session& session, const Evidence& evidence) {
  const Table table{
      .columns = {{"name"}, {"size_bytes"}, {"file_name"}, {"create_time"}},
      .rows = {{evidence.name(), int64_t{evidence.size_bytes()}, Text(evidence.file_name()),
                Time(evidence.has_create_time(), evidence.create_time())}}};
  PrintOne(table, session.style, session.terminal.out);
}

struct UploadOptions {
  std::string file;
  std::string file_name;
};

absl::Status FillHeader(const UploadOptions& options, const InputFile& file,
                        UploadEvidenceRequest::Header& header) {
  header.set_size_bytes(file.size());
  if (!options.file_name.empty()) {
    header.set_file_name(options.file_name);
  } else if (options.file == kStandardInput) {
    return UsageError("--file-name is needed: standard input has no name");
  } else {
    header.set_file_name(options.file.substr(options.file.rfind('/') + 1));
  }
  return absl::OkStatus();
}

// The digest of a regular file, read once more for it; empty for a pipe.
absl::StatusOr<std::string> DigestOf(const UploadOptions& options, const InputFile& opened) {
  if (options.file == kStandardInput || opened.size() == 0) return std::string();
  return DigestOfFile(options.file);
}

absl::Status Upload(Session& session, const UploadOptions& options) {
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(options.file));
  UploadEvidenceRequest header;
  RETURN_IF_ERROR(FillHeader(options, file, *header.mutable_header()));
  ASSIGN_OR_RETURN(*header.mutable_header()->mutable_sha256(), DigestOf(options, file));
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  EvidenceService::Stub stub(session.client.channel());
  UploadEvidenceResponse response;
  const auto writer = stub.UploadEvidence(&context, &response);
  absl::Status sent;
  {
    ProgressBar bar(session.terminal);
    const auto part = [](std::string chunk) {
      UploadEvidenceRequest request;
      request.set_chunk(std::move(chunk));
      return request;
    };
    sent = SendFile<UploadEvidenceRequest>(file, header, part, bar, *writer, context);
  }
  const absl::Status outcome = session.client.Outcome(writer->Finish());
  RETURN_IF_ERROR(sent);
  RETURN_IF_ERROR(outcome);
  Print(session, response.evidence());
  return absl::OkStatus();
}

struct GetOptions {
  std::string name;
};

absl::Status Get(Session& session, const GetOptions& options) {
  rankings::v1::GetEvidenceRequest request;
  request.set_name(FullName("evidence", options.name));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&EvidenceService::Stub::GetEvidence, request));
  Print(session, response.evidence());
  return absl::OkStatus();
}

struct DownloadOptions {
  std::string name;
  std::string out;
};

absl::Status Download(Session& session, const DownloadOptions& options) {
  rankings::v1::DownloadEvidenceRequest request;
  request.set_name(FullName("evidence", options.name));
  ASSIGN_OR_RETURN(OutputFile file, OutputFile::Create(options.out));
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  EvidenceService::Stub stub(session.client.channel());
  const auto reader = stub.DownloadEvidence(&context, request);
  Evidence evidence;
  Sha256 hash;
  absl::Status written;
  {
    ProgressBar bar(session.terminal);
    int64_t received = 0;
    rankings::v1::DownloadEvidenceResponse response;
    while (written.ok() && reader->Read(&response)) {
      if (response.has_evidence()) evidence = response.evidence();
      hash.Update(response.chunk());
      received += static_cast<int64_t>(response.chunk().size());
      written = file.Append(response.chunk());
      ShowPassed(bar, received, evidence.size_bytes());
    }
  }
  if (!written.ok()) context.TryCancel();
  const absl::Status outcome = session.client.Outcome(reader->Finish());
  RETURN_IF_ERROR(written);
  RETURN_IF_ERROR(outcome);
  if (absl::StrCat("evidence/", Hex(hash.Finish())) != request.name()) {
    return absl::DataLossError(absl::StrCat("what arrived is not ", request.name(), "; ",
                                            options.out, " was not written"));
  }
  RETURN_IF_ERROR(file.Commit());
  Print(session, evidence);
  return absl::OkStatus();
}

}  // namespace

void AddEvidenceCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "evidence", "Files that prove values and objections");

  CLI::App& upload = *group.add_subcommand("upload", "Store a file; gives the name to quote it by");
  auto& options = Bind(upload, chosen, Upload);
  upload.add_option("FILE", options.file, "The file; - is standard input")->required();
  upload
      .add_option("--file-name", options.file_name, "What it is called; FILE's own name by default")
      ->type_name("NAME");

  CLI::App& get = *group.add_subcommand("get", "Show what is known about a file");
  get.add_option("NAME", Bind(get, chosen, Get).name, "Its name: evidence/9f86d081…")->required();

  CLI::App& download = *group.add_subcommand("download", "Fetch a file and check its digest");
  auto& download_options = Bind(download, chosen, Download);
  download.add_option("NAME", download_options.name, "Its name: evidence/9f86d081…")->required();
  download.add_option("OUT", download_options.out, "Where to write it")->required();
}

}  // namespace tarazy::cli
