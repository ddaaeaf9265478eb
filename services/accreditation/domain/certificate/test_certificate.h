// A certificate for tests.
#pragma once

#include "common/base/ed25519.h"
#include "services/accreditation/domain/certificate/certificate.h"
#include "services/accreditation/domain/certificate/data_integrity.h"

namespace tarazy::accreditation {

inline Signer TestSigner(char seed = 's') {
  return {.key = *Ed25519Key::FromSeed(std::string(32, seed)), .public_url = ""};
}

inline CertificateFacts TestFacts() {
  return {.name = "certificates/iaar-2023-000017",
          .number = "IAAR-2023-000017",
          .decision = "decisions/2023-17-6b04107",
          .agency = "iaar",
          .scope = v1::PROCEDURE_TYPE_PROGRAMME,
          .kind = v1::DECISION_KIND_GRANT_CONDITIONALLY,
          .decided_on = absl::CivilDay(2023, 5, 26),
          .valid_from = absl::CivilDay(2023, 6, 1),
          .valid_to = absl::CivilDay(2028, 6, 1),
          .subject = {.name = "programmes/ektu-6b04107",
                      .code = "6B04107",
                      .title = {.en = "Accounting", .ru = "Учёт и аудит", .kk = "Есеп және аудит"},
                      .institution = "institutions/ektu",
                      .institution_title = {.en = "East Kazakhstan Technical University"},
                      .bin = "990340004432"}};
}

inline absl::Time TestTime(absl::string_view text = "2023-06-02T09:30:00Z") {
  return *ParseIsoTime("time", text);
}

}  // namespace tarazy::accreditation
