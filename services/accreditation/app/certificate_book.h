// Certificates as the register's acts call for them.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/app/append_register.h"
#include "services/accreditation/app/registered_units.h"
#include "services/accreditation/domain/certificate/certificate.h"

namespace tarazy::accreditation {

class RegisterCertificates final : public CertificateBook {
 public:
  // `signer` and `units` must outlive it. `units`: what the registry says about the subjects and
  // their institutions; a certificate without a title of either is refused (INVALID_ARGUMENT).
  // `now`: when the acts are recorded.
  RegisterCertificates(const Signer& signer, const RegisteredUnits& units, absl::Time now)
      : signer_(signer), units_(units), now_(now) {}

  absl::StatusOr<std::string> Decided(sql::Tx& tx, const v1::Decision& decision) override;
  absl::Status Appealed(sql::Tx& tx, const v1::Appeal& appeal) override;

 private:
  const Signer& signer_;
  const RegisteredUnits& units_;
  const absl::Time now_;
};

}  // namespace tarazy::accreditation
