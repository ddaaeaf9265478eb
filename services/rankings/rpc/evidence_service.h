// EvidenceService over gRPC.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/auth/principal.h"
#include "common/rpc/admission.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/rankings/v1/evidence_service.grpc.pb.h"

namespace tarazy::rankings {

// Whose files a caller may have, as app/evidence.h takes it: an institution, or empty for the
// agency's staff, whatever institution their token names. PERMISSION_DENIED for all others.
absl::StatusOr<std::string> EvidenceReader(const auth::Principal& principal);

struct EvidenceLimits {
  int64_t max_bytes = 0;              // of one file
  int64_t max_institution_bytes = 0;  // of all files of an institution
  int max_transfers = 1;              // uploads and downloads at once
};

class EvidenceService final : public v1::EvidenceService::Service {
 public:
  EvidenceService(rpc::Runtime& runtime, sql::Database& database, EvidenceLimits limits)
      : runtime_(runtime),
        database_(database),
        limits_(limits),
        transfers_(limits.max_transfers, absl::Seconds(1)) {}

  grpc::Status UploadEvidence(grpc::ServerContext* context,
                              grpc::ServerReader<v1::UploadEvidenceRequest>* reader,
                              v1::UploadEvidenceResponse* response) override;
  grpc::Status GetEvidence(grpc::ServerContext* context, const v1::GetEvidenceRequest* request,
                           v1::GetEvidenceResponse* response) override;
  grpc::Status DownloadEvidence(grpc::ServerContext* context,
                                const v1::DownloadEvidenceRequest* request,
                                grpc::ServerWriter<v1::DownloadEvidenceResponse>* writer) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  const EvidenceLimits limits_;
  // They last as long as the other side's network likes, so they get a part of the places only.
  rpc::Admission transfers_;
};

}  // namespace tarazy::rankings
