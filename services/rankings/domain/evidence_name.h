// What a file of evidence is called: by its content, and as people called it.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "common/base/file_name.h"  // IWYU pragma: export

namespace tarazy::rankings {

// Texts of values and objections that begin so name a file; others say where else the proof is.
inline constexpr absl::string_view kEvidencePrefix = "evidence/";

// "evidence/9f86d081…" of a digest, and the digest of such a name; empty when it is none.
std::string EvidenceName(absl::string_view sha256);
absl::string_view EvidenceDigest(absl::string_view name);

}  // namespace tarazy::rankings
