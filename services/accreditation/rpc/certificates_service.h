// CertificatesService over gRPC.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/accreditation/domain/certificate/certificate.h"
#include "tarazy/accreditation/v1/certificates_service.grpc.pb.h"

namespace tarazy::accreditation {

class CertificatesService final : public v1::CertificatesService::Service {
 public:
  // Told of a revocation by a person, in its transaction: the register's feed has it as a change.
  using OnRevoked = std::function<absl::Status(sql::Tx&, const v1::Revocation&,
                                               const std::string& decision, const rpc::Call&)>;

  // `signer` must outlive the service. `on_revoked` may be empty.
  CertificatesService(rpc::Runtime& runtime, sql::Database& database, const Signer& signer,
                      OnRevoked on_revoked)
      : runtime_(runtime),
        database_(database),
        signer_(signer),
        on_revoked_(std::move(on_revoked)) {}

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
  const OnRevoked on_revoked_;
};

}  // namespace tarazy::accreditation
