// What a file of evidence is called: by its content, and as people called it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::rankings {

// Texts of values and objections that begin so name a file; others say where else the proof is.
inline constexpr absl::string_view kEvidencePrefix = "evidence/";

// True for 64 digits of lower-case hex: the SHA-256 of a file's bytes.
bool IsEvidenceDigest(absl::string_view text);

// "evidence/9f86d081…" of a digest, and the digest of such a name; empty when it is none.
std::string EvidenceName(absl::string_view sha256);
absl::string_view EvidenceDigest(absl::string_view name);

// OK for 1 to 200 bytes of UTF-8 that cannot mislead where they are shown or stored: no path, no
// control characters, none that turn the direction of text, no space at either end. Else
// INVALID_ARGUMENT that names `field`.
absl::Status CheckFileName(absl::string_view field, absl::string_view name);

}  // namespace tarazy::rankings
