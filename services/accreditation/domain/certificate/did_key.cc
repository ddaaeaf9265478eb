#include "services/accreditation/domain/certificate/did_key.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/base58.h"

namespace tarazy::accreditation {
namespace {

constexpr absl::string_view kMethod = "did:key:";
constexpr absl::string_view kMultibase = "z";       // base58btc
constexpr absl::string_view kEd25519 = "\xed\x01";  // multicodec ed25519-pub
constexpr size_t kKeyBytes = 32;

}  // namespace

std::string DidOfKey(absl::string_view public_key) {
  return absl::StrCat(kMethod, kMultibase, Base58Encode(absl::StrCat(kEd25519, public_key)));
}

std::optional<std::string> KeyOfDid(absl::string_view did) {
  if (!absl::ConsumePrefix(&did, kMethod) || !absl::ConsumePrefix(&did, kMultibase)) {
    return std::nullopt;
  }
  const std::optional<std::string> bytes = Base58Decode(did);
  if (!bytes.has_value() || bytes->size() != kEd25519.size() + kKeyBytes ||
      absl::string_view(*bytes).substr(0, kEd25519.size()) != kEd25519) {
    return std::nullopt;
  }
  return bytes->substr(kEd25519.size());
}

std::string VerificationMethod(absl::string_view did) {
  return absl::StrCat(did, "#", absl::StripPrefix(did, kMethod));
}

}  // namespace tarazy::accreditation
