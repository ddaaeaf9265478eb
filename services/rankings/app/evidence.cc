#include "services/rankings/app/evidence.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/domain/evidence_name.h"

namespace tarazy::rankings {
namespace {

absl::Status CheckQuota(sql::Tx& tx, const EvidenceUpload& upload) {
  if (upload.institution.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t bytes, EvidenceBytesOf(tx, upload.institution));
  if (bytes <= upload.max_institution_bytes) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
      absl::StrCat("with this file the evidence of institutions/", upload.institution,
                   " would come to ", bytes, " bytes, more than the ", upload.max_institution_bytes,
                   " that one may have; ask the agency for room"));
}

}  // namespace

absl::StatusOr<Evidence> StoreEvidence(sql::Database& database, const Context& context,
                                       SpooledFile& file, const EvidenceUpload& upload) {
  if (file.size() == 0) return InvalidField("file", "is empty");
  const Evidence evidence{.sha256 = upload.sha256,
                          .size = file.size(),
                          .file_name = upload.file_name,
                          .created = upload.now};
  Evidence stored;
  RETURN_IF_ERROR(database.Write(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const bool fresh, InsertEvidence(tx, evidence, upload.uploaded_by));
    ASSIGN_OR_RETURN(const bool granted,
                     GrantEvidence(tx, evidence, upload.institution, upload.uploaded_by));
    if (granted) RETURN_IF_ERROR(CheckQuota(tx, upload));
    if (fresh) {
      RETURN_IF_ERROR(blob::StorePieces(tx, EvidencePieces(), upload.sha256, file));
    }
    ASSIGN_OR_RETURN(stored, LoadEvidence(tx, upload.sha256, upload.institution));
    return absl::OkStatus();
  }));
  return stored;
}

absl::Status ReadEvidence(sql::Database& database, const Context& context, const Evidence& evidence,
                          absl::FunctionRef<absl::Status(std::string piece)> each) {
  return blob::ReadPieces(
      database, context, EvidencePieces(),
      {.sha256 = evidence.sha256, .size = evidence.size, .name = EvidenceName(evidence.sha256)},
      each);
}

absl::Status CheckEvidence(sql::Tx& tx, absl::Span<const std::string> names,
                           const std::string& institution) {
  std::vector<FieldViolation> missing;
  absl::flat_hash_set<absl::string_view> seen;
  for (const std::string& name : names) {
    if (!absl::StartsWith(name, kEvidencePrefix) || !seen.insert(name).second) continue;
    const absl::string_view digest = EvidenceDigest(name);
    if (!digest.empty()) {
      const absl::Status found = LoadEvidence(tx, digest, institution).status();
      if (found.ok()) continue;
      if (found.code() != absl::StatusCode::kNotFound) return found;
    }
    missing.push_back({name, "there is no such file; upload it first"});
  }
  if (missing.empty()) return absl::OkStatus();
  const std::string sentence =
      absl::StrCat("there is no file ", missing.front().field,
                   missing.size() > 1 ? absl::StrCat(" (and ", missing.size() - 1, " more)") : "",
                   "; upload it first");
  return InvalidArgument(Reason::kInvalidField, sentence, std::move(missing));
}

}  // namespace tarazy::rankings
