#include "services/cli/document_upload.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/failure.h"
#include "services/cli/file_transfer.h"
#include "tarazy/accreditation/v1/documents_service.grpc.pb.h"

namespace tarazy::cli {

using accreditation::v1::DocumentsService;
using accreditation::v1::UploadDocumentRequest;
using accreditation::v1::UploadDocumentResponse;

absl::StatusOr<UploadDocumentResponse> UploadDocument(Session& session, const std::string& path,
                                                      const std::string& title,
                                                      const std::string& media_type) {
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(path));
  if (file.size() == 0) return UsageError(absl::StrCat(path, " is empty, or no file"));
  UploadDocumentRequest first;
  accreditation::v1::DocumentHeader& header = *first.mutable_header();
  ASSIGN_OR_RETURN(*header.mutable_sha256(), DigestOfFile(path));
  header.set_size_bytes(file.size());
  header.set_title(title.empty() ? BaseName(path) : title);
  header.set_media_type(media_type);
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  DocumentsService::Stub stub(session.client.channel());
  UploadDocumentResponse response;
  const auto writer = stub.UploadDocument(&context, &response);
  absl::Status sent;
  {
    ProgressBar bar(session.terminal);
    const auto part = [](std::string piece) {
      UploadDocumentRequest request;
      request.set_piece(std::move(piece));
      return request;
    };
    sent = SendFile<UploadDocumentRequest>(file, first, part, bar, *writer, context);
  }
  const absl::Status outcome = session.client.Outcome(writer->Finish());
  RETURN_IF_ERROR(sent);
  RETURN_IF_ERROR(outcome);
  return response;
}

std::string BaseName(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace tarazy::cli
