#include "services/rankings/rpc/evidence_service.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/rpc/handle.h"
#include "common/rpc/idle_watch.h"
#include "common/rpc/values.h"
#include "common/rpc/while_admitted.h"
#include "services/rankings/app/evidence.h"
#include "services/rankings/domain/evidence_name.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/receive_file.h"

namespace tarazy::rankings {
namespace {

using Header = v1::UploadEvidenceRequest::Header;

v1::Evidence ToProto(const Evidence& evidence) {
  v1::Evidence proto;
  proto.set_name(EvidenceName(evidence.sha256));
  proto.set_size_bytes(evidence.size);
  proto.set_file_name(evidence.file_name);
  *proto.mutable_create_time() = rpc::ToProto(evidence.created);
  return proto;
}

// What can be refused before the file is sent.
absl::Status CheckHeader(const Header& header, int64_t max_bytes) {
  RETURN_IF_ERROR(CheckFileName("header.file_name", header.file_name()));
  if (header.size_bytes() < 0) return InvalidField("header.size_bytes", "must not be negative");
  if (!header.sha256().empty() && !IsDigest(absl::AsciiStrToLower(header.sha256()))) {
    return InvalidField("header.sha256", "must be 64 hex digits");
  }
  if (header.size_bytes() <= max_bytes) return absl::OkStatus();
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
                   absl::StrCat("the file has ", header.size_bytes(), " bytes, more than the ",
                                max_bytes, " that are accepted; split it"));
}

absl::Status CheckDigest(const Header& header, absl::string_view arrived) {
  const std::string announced = absl::AsciiStrToLower(header.sha256());
  if (announced.empty() || announced == arrived) return absl::OkStatus();
  return InvalidField("header.sha256",
                      absl::StrCat("is not that of what arrived, ", arrived,
                                   "; the file was changed or damaged on the way: send it again"));
}

// The digest of a resource name.
absl::StatusOr<std::string> ParseEvidence(absl::string_view field, absl::string_view name) {
  const absl::string_view digest = EvidenceDigest(name);
  if (digest.empty()) {
    return InvalidField(field, "must be evidence/ and 64 digits of lower-case hex");
  }
  return std::string(digest);
}

absl::StatusOr<EvidenceUpload> UploadBy(const rpc::Call& call, const EvidenceLimits& limits) {
  EvidenceUpload upload{.uploaded_by = PersonOf(call).name,
                        .now = call.now,
                        .max_institution_bytes = limits.max_institution_bytes};
  ASSIGN_OR_RETURN(upload.institution, EvidenceReader(call.principal));
  return upload;
}

// The file that `name` names, if the caller may have it.
absl::StatusOr<Evidence> Find(sql::Database& database, const rpc::Call& call,
                              absl::string_view name) {
  ASSIGN_OR_RETURN(const std::string digest, ParseEvidence("name", name));
  ASSIGN_OR_RETURN(const std::string reader, EvidenceReader(call.principal));
  Evidence evidence;
  RETURN_IF_ERROR(database.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(evidence, LoadEvidence(tx, digest, reader));
    return absl::OkStatus();
  }));
  return evidence;
}

}  // namespace

absl::StatusOr<std::string> EvidenceReader(const auth::Principal& principal) {
  if (principal.IsStaff()) return std::string();
  if (principal.role == common::v1::ROLE_INSTITUTION && !principal.institution.empty()) {
    return principal.institution;
  }
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                   "evidence is for the agency and for institutions; ask for a token of one");
}

grpc::Status EvidenceService::UploadEvidence(grpc::ServerContext* context,
                                             grpc::ServerReader<v1::UploadEvidenceRequest>* reader,
                                             v1::UploadEvidenceResponse* response) {
  return rpc::HandleCall(
      runtime_, context, v1::UploadEvidenceRequest::descriptor(), [&](const rpc::Call& call) {
        return rpc::WhileAdmitted(transfers_, call.deadline, [&]() -> absl::Status {
          ASSIGN_OR_RETURN(EvidenceUpload upload, UploadBy(call, limits_));
          v1::UploadEvidenceRequest first;
          SpooledFile file(limits_.max_bytes);
          {
            const rpc::IdleWatch watch(call.deadline, [context] { context->TryCancel(); });
            RETURN_IF_ERROR(ReceiveHeader(*reader, watch, first));
            RETURN_IF_ERROR(CheckHeader(first.header(), limits_.max_bytes));
            RETURN_IF_ERROR(ReceiveChunks<v1::UploadEvidenceRequest>(*reader, watch, file));
          }
          RETURN_IF_ERROR(CheckReceived(*context, file, first.header().size_bytes()));
          upload.sha256 = Hex(file.Digest());
          upload.file_name = first.header().file_name();
          RETURN_IF_ERROR(CheckDigest(first.header(), upload.sha256));
          ASSIGN_OR_RETURN(const Evidence stored, StoreEvidence(database_, call, file, upload));
          *response->mutable_evidence() = ToProto(stored);
          return absl::OkStatus();
        });
      });
}

grpc::Status EvidenceService::GetEvidence(grpc::ServerContext* context,
                                          const v1::GetEvidenceRequest* request,
                                          v1::GetEvidenceResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const Evidence evidence, Find(database_, call, request->name()));
    *response->mutable_evidence() = ToProto(evidence);
    return absl::OkStatus();
  });
}

grpc::Status EvidenceService::DownloadEvidence(
    grpc::ServerContext* context, const v1::DownloadEvidenceRequest* request,
    grpc::ServerWriter<v1::DownloadEvidenceResponse>* writer) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) {
    return rpc::WhileAdmitted(transfers_, call.deadline, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const Evidence evidence, Find(database_, call, request->name()));
      const rpc::IdleWatch watch(call.deadline, [context] { context->TryCancel(); });
      const auto send = [&](const v1::DownloadEvidenceResponse& response) -> absl::Status {
        if (!writer->Write(response)) return absl::CancelledError("the caller hung up");
        watch.Touch();
        return absl::OkStatus();
      };
      v1::DownloadEvidenceResponse response;
      *response.mutable_evidence() = ToProto(evidence);
      RETURN_IF_ERROR(send(response));
      return ReadEvidence(database_, call, evidence, [&](std::string piece) {
        v1::DownloadEvidenceResponse next;
        next.set_chunk(std::move(piece));
        return send(next);
      });
    });
  });
}

}  // namespace tarazy::rankings
