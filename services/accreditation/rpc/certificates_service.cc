#include "services/accreditation/rpc/certificates_service.h"

#include "absl/strings/escaping.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/resource_name.h"
#include "services/accreditation/app/append_register.h"
#include "services/accreditation/app/certificates.h"
#include "services/accreditation/app/register_acts.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/recording_by.h"

namespace tarazy::accreditation {

grpc::Status CertificatesService::GetCertificate(grpc::ServerContext* context,
                                                 const v1::GetCertificateRequest* request,
                                                 v1::GetCertificateResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "certificates/*", request->name()));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_certificate(),
                       tarazy::accreditation::GetCertificate(tx, id, Today(call)));
      return absl::OkStatus();
    });
  });
}

grpc::Status CertificatesService::RevokeCertificate(grpc::ServerContext* context,
                                                    const v1::RevokeCertificateRequest* request,
                                                    v1::RevokeCertificateResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "certificates/*", request->name()));
    RETURN_IF_ERROR(
        rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
          const RecordingBy by = RecordingOf(runtime_, call);
          ASSIGN_OR_RETURN(const v1::Certificate revoked,
                           tarazy::accreditation::RevokeCertificate(
                               tx, id, request->reason(),
                               {.person = by.by.person, .now = by.now, .today = by.today}));
          *response->mutable_certificate() = revoked;
          ASSIGN_OR_RETURN(const v1::Decision decision, LoadDecision(tx, revoked.decision()));
          return AppendRevocation(tx, {.now = by.now, .today = by.today}, decision,
                                  revoked.revocation());
        }));
    if (bell_ != nullptr && !request->validate_only()) bell_->Ring();
    return absl::OkStatus();
  });
}

grpc::Status CertificatesService::GetRevocations(grpc::ServerContext* context,
                                                 const v1::GetRevocationsRequest* request,
                                                 v1::GetRevocationsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_document(), SignRevocations(tx, signer_, call.now));
      return absl::OkStatus();
    });
  });
}

grpc::Status CertificatesService::GetSigningKey(grpc::ServerContext* context,
                                                const v1::GetSigningKeyRequest* request,
                                                v1::GetSigningKeyResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    response->set_key_id(signer_.Did());
    response->set_public_key(absl::WebSafeBase64Escape(signer_.key.PublicKey()));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->clear_former_key_ids();
      ASSIGN_OR_RETURN(const std::vector<std::string> former, FormerKeys(tx, signer_));
      response->mutable_former_key_ids()->Add(former.begin(), former.end());
      return absl::OkStatus();
    });
  });
}

}  // namespace tarazy::accreditation
