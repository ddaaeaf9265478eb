#include "services/rankings/domain/evidence_name.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tarazy::rankings {

std::string EvidenceName(absl::string_view sha256) { return absl::StrCat(kEvidencePrefix, sha256); }

absl::string_view EvidenceDigest(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kEvidencePrefix) || !IsDigest(name)) return "";
  return name;
}

}  // namespace tarazy::rankings
