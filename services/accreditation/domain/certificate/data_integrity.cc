#include "services/accreditation/domain/certificate/data_integrity.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/base58.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/accreditation/domain/certificate/did_key.h"

namespace tarazy::accreditation {
namespace {

constexpr char kType[] = "DataIntegrityProof";
constexpr char kSuite[] = "eddsa-jcs-2022";
constexpr char kPurpose[] = "assertionMethod";
constexpr char kContext[] = "@context";
constexpr char kMultibase = 'z';  // base58btc

// What is signed: the digests of the proof's options and of the document.
std::string Signed(const Json& options, const Json& document) {
  return Sha256Of(CanonicalJson(options)) + Sha256Of(CanonicalJson(document));
}

absl::Status CheckMember(const Json& proof, absl::string_view key, absl::string_view expected) {
  if (proof.TextAt(key) == expected) return absl::OkStatus();
  return InvalidField(absl::StrCat("proof.", key), absl::StrCat("must be \"", expected, "\""));
}

}  // namespace

Json Secure(Json document, const Ed25519Key& key, absl::Time created) {
  const std::string did = DidOfKey(key.PublicKey());
  Json::Object proof = {{"type", kType},
                        {"cryptosuite", kSuite},
                        {"created", IsoTime(created)},
                        {"verificationMethod", VerificationMethod(did)},
                        {"proofPurpose", kPurpose}};
  if (const Json* context = document.Find(kContext)) proof[kContext] = *context;
  const std::string signature = key.Sign(Signed(proof, document));
  proof["proofValue"] = absl::StrCat(std::string(1, kMultibase), Base58Encode(signature));
  (*document.object())["proof"] = std::move(proof);
  return document;
}

absl::StatusOr<absl::Time> ParseIsoTime(absl::string_view field, absl::string_view text) {
  absl::Time time;
  // Reading it back refuses what ParseTime tolerates: spaces, fractions, a 61st second.
  if (!absl::ParseTime("%Y-%m-%dT%H:%M:%SZ", text, &time, nullptr) || IsoTime(time) != text) {
    return InvalidField(field, "must be a time such as 2026-03-01T09:00:00Z");
  }
  return time;
}

absl::StatusOr<Proven> CheckProof(const Json& secured) {
  const Json* proof = secured.Find("proof");
  if (proof == nullptr || proof->object() == nullptr) {
    return InvalidField("proof", "is missing: this is no signed document");
  }
  RETURN_IF_ERROR(CheckMember(*proof, "type", kType));
  RETURN_IF_ERROR(CheckMember(*proof, "cryptosuite", kSuite));
  RETURN_IF_ERROR(CheckMember(*proof, "proofPurpose", kPurpose));
  Proven proven{.document = secured};
  ASSIGN_OR_RETURN(proven.created, ParseIsoTime("proof.created", proof->TextAt("created")));
  const absl::string_view method = proof->TextAt("verificationMethod");
  proven.key = std::string(method.substr(0, method.find('#')));
  const std::optional<std::string> key = KeyOfDid(proven.key);
  if (!key.has_value() || VerificationMethod(proven.key) != method) {
    return InvalidField("proof.verificationMethod", "must be an Ed25519 key: did:key:z6Mk…#z6Mk…");
  }
  const absl::string_view value = proof->TextAt("proofValue");
  const std::optional<std::string> signature =
      value.empty() || value[0] != kMultibase ? std::nullopt : Base58Decode(value.substr(1));
  if (!signature.has_value()) return InvalidField("proof.proofValue", "is no signature");
  // A proof that was made for another context would give the document's words another meaning.
  const Json* context = secured.Find(kContext);
  const Json* proven_context = proof->Find(kContext);
  if ((context == nullptr) != (proven_context == nullptr) ||
      (context != nullptr && !(*context == *proven_context))) {
    return InvalidField("proof.@context", "must be the document's");
  }
  Json options = *proof;
  options.object()->erase("proofValue");
  proven.document.object()->erase("proof");
  if (!Ed25519Verify(*key, Signed(options, proven.document), *signature)) {
    return FailedPrecondition(Reason::kEvidenceMismatch,
                              "the signature does not fit the document: it was changed after it "
                              "was signed, or another key signed it");
  }
  return proven;
}

}  // namespace tarazy::accreditation
