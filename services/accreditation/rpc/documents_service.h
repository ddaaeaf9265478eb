// DocumentsService over gRPC.
#pragma once

#include <cstdint>

#include "common/rpc/admission.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/documents_service.grpc.pb.h"

namespace tarazy::accreditation {

struct DocumentLimits {
  int64_t max_bytes = 0;         // of one file
  int64_t max_holder_bytes = 0;  // of all files of an institution, or of a member of a commission
  int max_transfers = 1;         // uploads and downloads at once
};

class DocumentsService final : public v1::DocumentsService::Service {
 public:
  DocumentsService(rpc::Runtime& runtime, sql::Database& database, DocumentLimits limits)
      : runtime_(runtime),
        database_(database),
        limits_(limits),
        transfers_(limits.max_transfers, absl::Seconds(1)) {}

  grpc::Status UploadDocument(grpc::ServerContext* context,
                              grpc::ServerReader<v1::UploadDocumentRequest>* reader,
                              v1::UploadDocumentResponse* response) override;
  grpc::Status DownloadDocument(grpc::ServerContext* context,
                                const v1::DownloadDocumentRequest* request,
                                grpc::ServerWriter<v1::DownloadDocumentResponse>* writer) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  const DocumentLimits limits_;
  // They last as long as the other side's network likes, so they get a part of the places only.
  rpc::Admission transfers_;
};

}  // namespace tarazy::accreditation
