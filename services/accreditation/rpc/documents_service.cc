#include "services/accreditation/rpc/documents_service.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/file_name.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/blob/spooled_file.h"
#include "common/rpc/handle.h"
#include "common/rpc/receive_stream.h"
#include "common/rpc/while_admitted.h"
#include "services/accreditation/app/documents.h"
#include "services/accreditation/rpc/caller.h"

namespace tarazy::accreditation {
namespace {

constexpr size_t kMaxTitle = 1000;
constexpr size_t kMaxMediaType = 127;

// What can be refused before the file is sent.
absl::Status CheckHeader(const v1::DocumentHeader& header, int64_t max_bytes) {
  if (!IsDigest(absl::AsciiStrToLower(header.sha256()))) {
    return InvalidField("header.sha256", "must be 64 hex digits");
  }
  if (header.title().empty()) return InvalidField("header.title", "is needed");
  RETURN_IF_ERROR(CheckShown("header.title", header.title(), kMaxTitle));
  RETURN_IF_ERROR(CheckShown("header.media_type", header.media_type(), kMaxMediaType));
  if (header.size_bytes() < 0) return InvalidField("header.size_bytes", "must not be negative");
  if (header.size_bytes() <= max_bytes) return absl::OkStatus();
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
                   absl::StrCat("the file has ", header.size_bytes(), " bytes, more than the ",
                                max_bytes, " that are accepted; split it"));
}

absl::Status Mismatch(absl::string_view field, absl::string_view description) {
  return InvalidArgument(
      Reason::kEvidenceMismatch,
      absl::StrCat(field, " ", description,
                   "; the file was changed or damaged on the way: send it again"),
      {{std::string(field), std::string(description)}});
}

// What arrived against what was announced.
absl::Status CheckArrived(const v1::DocumentHeader& header, int64_t size,
                          absl::string_view digest) {
  if (header.size_bytes() != 0 && header.size_bytes() != size) {
    return Mismatch("header.size_bytes",
                    absl::StrCat("is ", header.size_bytes(), ", but ", size, " bytes arrived"));
  }
  if (absl::AsciiStrToLower(header.sha256()) != digest) {
    return Mismatch("header.sha256", absl::StrCat("is not that of what arrived, ", digest));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ParseDocument(absl::string_view name) {
  if (absl::ConsumePrefix(&name, "documents/") && IsDigest(name)) return std::string(name);
  return InvalidField("name", "must be documents/ and 64 digits of lower-case hex");
}

}  // namespace

grpc::Status DocumentsService::UploadDocument(grpc::ServerContext* context,
                                              grpc::ServerReader<v1::UploadDocumentRequest>* reader,
                                              v1::UploadDocumentResponse* response) {
  return rpc::HandleCall(
      runtime_, context, v1::UploadDocumentRequest::descriptor(), [&](const rpc::Call& call) {
        return rpc::WhileAdmitted(transfers_, call.deadline, [&]() -> absl::Status {
          v1::UploadDocumentRequest first;
          blob::SpooledFile file(limits_.max_bytes);
          {
            const rpc::IdleWatch watch(call.deadline, [context] { context->TryCancel(); });
            RETURN_IF_ERROR(rpc::ReceiveHeader(*reader, watch, first));
            RETURN_IF_ERROR(CheckHeader(first.header(), limits_.max_bytes));
            RETURN_IF_ERROR(rpc::ReceiveParts<v1::UploadDocumentRequest>(
                *reader, watch,
                [&](const v1::UploadDocumentRequest& part) { return file.Append(part.piece()); }));
          }
          RETURN_IF_ERROR(rpc::CheckSentToTheEnd(*context));
          const std::string digest = Hex(file.Digest());
          RETURN_IF_ERROR(CheckArrived(first.header(), file.size(), digest));
          RETURN_IF_ERROR(StoreDocument(database_, call, file,
                                        {.sha256 = digest,
                                         .title = first.header().title(),
                                         .media_type = first.header().media_type(),
                                         .now = call.now,
                                         .max_holder_bytes = limits_.max_holder_bytes},
                                        ViewerOf(call)));
          response->set_name(DocumentName(digest));
          response->set_size_bytes(file.size());
          return absl::OkStatus();
        });
      });
}

grpc::Status DocumentsService::DownloadDocument(
    grpc::ServerContext* context, const v1::DownloadDocumentRequest* request,
    grpc::ServerWriter<v1::DownloadDocumentResponse>* writer) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) {
    return rpc::WhileAdmitted(transfers_, call.deadline, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const std::string digest, ParseDocument(request->name()));
      StoredDocument document;
      RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(document, FindDocument(tx, digest, ViewerOf(call)));
        return absl::OkStatus();
      }));
      const rpc::IdleWatch watch(call.deadline, [context] { context->TryCancel(); });
      return ReadDocument(database_, call, document, [&](std::string piece) -> absl::Status {
        v1::DownloadDocumentResponse response;
        response.set_piece(std::move(piece));
        if (!writer->Write(response)) return absl::CancelledError("the caller hung up");
        watch.Touch();
        return absl::OkStatus();
      });
    });
  });
}

}  // namespace tarazy::accreditation
