// CertificatesService over gRPC.
#pragma once

#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/accreditation/domain/certificate/certificate.h"
#include "services/accreditation/rpc/register_bell.h"
#include "tarazy/accreditation/v1/certificates_service.grpc.pb.h"

namespace tarazy::accreditation {

class CertificatesService final : public v1::CertificatesService::Service {
 public:
  // `signer` and `bell`, which tells those that watch the register of a revocation at once and may
  // be null, must outlive the service.
  CertificatesService(rpc::Runtime& runtime, sql::Database& database, const Signer& signer,
                      RegisterBell* bell)
      : runtime_(runtime), database_(database), signer_(signer), bell_(bell) {}

  grpc::Status GetCertificate(grpc::ServerContext* context,
                              const v1::GetCertificateRequest* request,
                              v1::GetCertificateResponse* response) override;
  grpc::Status RevokeCertificate(grpc::ServerContext* context,
                                 const v1::RevokeCertificateRequest* request,
                                 v1::RevokeCertificateResponse* response) override;
  grpc::Status GetRevocations(grpc::ServerContext* context,
                              const v1::GetRevocationsRequest* request,
                              v1::GetRevocationsResponse* response) override;
  grpc::Status GetSigningKey(grpc::ServerContext* context, const v1::GetSigningKeyRequest* request,
                             v1::GetSigningKeyResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  const Signer& signer_;
  RegisterBell* const bell_;
};

}  // namespace tarazy::accreditation
