// An Ed25519 public key as a name that says what it is: did:key (W3C CCG), "did:key:z6Mk…".
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::accreditation {

// `public_key`: 32 bytes.
std::string DidOfKey(absl::string_view public_key);

// The 32 bytes; nothing for any other text, also for keys of other kinds.
std::optional<std::string> KeyOfDid(absl::string_view did);

// The verification method that means the key itself: "did:key:z6Mk…#z6Mk…".
std::string VerificationMethod(absl::string_view did);

}  // namespace tarazy::accreditation
