// A certificate: the signed statement that a body accredited a subject, to be verified without this
// service. A W3C Verifiable Credential 2.0 (docs/certificate.md). It names no person.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/canonical_json.h"
#include "common/base/ed25519.h"
#include "common/base/localized.h"
#include "tarazy/accreditation/v1/register.pb.h"
#include "tarazy/accreditation/v1/vocabulary.pb.h"

namespace tarazy::accreditation {

// What is accredited, as the registry knows it on the day of the certificate.
struct SubjectFacts {
  std::string name;  // "programmes/ektu-6b04107" or "institutions/ektu"
  std::string code;  // the programme's; empty for institutions
  Localized title;
  std::string institution;  // "institutions/ektu"
  Localized institution_title;
  std::string bin;  // the institution's business identification number; empty: not known

  bool operator==(const SubjectFacts&) const = default;
};

struct CertificateFacts {
  std::string name;      // "certificates/iaar-2023-000017"
  std::string number;    // as printed, "IAAR-2023-000017"
  std::string decision;  // "decisions/…"
  std::string agency;    // "iaar"
  v1::ProcedureType scope = v1::PROCEDURE_TYPE_UNSPECIFIED;
  v1::DecisionKind kind = v1::DECISION_KIND_UNSPECIFIED;
  absl::CivilDay decided_on;
  absl::CivilDay valid_from;
  absl::CivilDay valid_to;  // the first day on which it is not valid any more
  SubjectFacts subject;

  bool operator==(const CertificateFacts&) const = default;
};

// Who signs.
struct Signer {
  Ed25519Key key;
  // Where the service's HTTP paths begin for everybody, "https://register.example.kz"; empty: not
  // known, and certificates say only how their revocations are listed, not where.
  std::string public_url;

  std::string Did() const;  // "did:key:z6Mk…"
};

// The signed document, canonical JSON.
std::string MakeCertificate(const CertificateFacts& facts, const Signer& signer, absl::Time issued);

// OK when a certificate of these facts would be complete: INVALID_ARGUMENT that names what nobody
// could verify it without, such as a title.
absl::Status CheckComplete(const CertificateFacts& facts);

// What a certificate without its proof says, signed by `key`. INVALID_ARGUMENT that names the
// member that is missing or odd.
absl::StatusOr<CertificateFacts> ReadCertificate(const Json& document, absl::string_view key);

// The days for which a grant, or an extension of one, is certified. INVALID_ARGUMENT for decisions
// without an end or whose end is not after their beginning, and for other kinds.
absl::Status SetCertifiedDays(const v1::Decision& decision, CertificateFacts& facts);

// The first members of every document that is signed here: context, type, issuer.
Json::Object CredentialOf(absl::string_view type, absl::string_view issuer);
// INVALID_ARGUMENT unless the document begins so.
absl::Status CheckCredential(const Json& document, absl::string_view type,
                             absl::string_view issuer);

// A day as credentials write it, "2023-05-26T00:00:00Z": its date is what counts.
std::string CredentialDay(absl::CivilDay day);
absl::StatusOr<absl::CivilDay> ParseCredentialDay(absl::string_view field, absl::string_view text);

}  // namespace tarazy::accreditation
