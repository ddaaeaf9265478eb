// Verification of a certificate with nothing but files: the certificate, the keys that are trusted,
// and a list of revocations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/accreditation/domain/certificate/certificate.h"

namespace tarazy::accreditation {

// The largest document that is read, in bytes.
inline constexpr size_t kMaxDocumentBytes = 64 << 20;

// A key file: one "did:key:…" a line, the current key of one register and those before it; lines
// that begin with '#' are comments. INVALID_ARGUMENT with the line for anything else, or no key.
absl::StatusOr<std::vector<std::string>> ReadKeyFile(absl::string_view text);

// `keys` as such a file, with what they are.
std::string WriteKeyFile(const std::vector<std::string>& keys);

struct Verification {
  absl::string_view certificate;                 // the document
  std::vector<std::string> keys;                 // trusted, "did:key:…"
  std::optional<absl::string_view> revocations;  // the list's document; absent: not checked
  absl::CivilDay on;                             // does it hold on this day?
  absl::Time now;                                // for how old the list is
};

struct Verified {
  CertificateFacts certificate;
  std::string key;  // that signed it
  absl::Time issued;
  std::optional<absl::Time> list_issued;  // of the list that was checked
};

// Nothing but a certificate that holds on that day comes back. Errors, each with a sentence:
// INVALID_ARGUMENT (a document is not of its shape), FAILED_PRECONDITION EVIDENCE_MISMATCH (a
// signature does not fit, a key is not trusted, a list is too old or of the future) or
// CERTIFICATE_REVOKED (revoked, suspended, outside its dates).
absl::StatusOr<Verified> VerifyCertificate(const Verification& verification);

}  // namespace tarazy::accreditation
