// Signed JSON documents: W3C Data Integrity proofs with the suite eddsa-jcs-2022 (W3C
// Recommendation "Data Integrity EdDSA Cryptosuites v1.0", section 3.3) by keys that name
// themselves (did:key), so that a proof is checked without asking anybody.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/canonical_json.h"
#include "common/base/ed25519.h"

namespace tarazy::accreditation {

// The document, an object, with its "proof". `created` is written to the second.
Json Secure(Json document, const Ed25519Key& key, absl::Time created);

// A document whose proof held.
struct Proven {
  Json document;    // without the proof
  std::string key;  // "did:key:…" of who signed it
  absl::Time created;
};

// Checks the one proof of a document. Errors: INVALID_ARGUMENT (it is not of this shape),
// FAILED_PRECONDITION EVIDENCE_MISMATCH (the signature is not that key's over these bytes).
absl::StatusOr<Proven> CheckProof(const Json& secured);

// "2026-03-01T09:00:00Z" and nothing else; INVALID_ARGUMENT that names `field`.
absl::StatusOr<absl::Time> ParseIsoTime(absl::string_view field, absl::string_view text);

}  // namespace tarazy::accreditation
