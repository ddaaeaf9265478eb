// Files that prove values and objections: stored, given back, and checked when a text names one.
// `institution` is as in evidence_store.h: empty for the agency's staff.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/app/spooled_file.h"
#include "services/rankings/store/evidence_store.h"

namespace tarazy::rankings {

struct EvidenceUpload {
  std::string sha256;  // of the file's bytes, computed here and not by the caller: hex
  std::string file_name;
  std::string institution;
  std::string uploaded_by;
  absl::Time now;
  int64_t max_institution_bytes = 0;  // what an institution may have in all; not for the agency
};

// Stores the file, unless its bytes are there already, and gives the uploader access, in one
// transaction and in bounded memory. A repeat changes nothing. INVALID_ARGUMENT for an empty file,
// RESOURCE_EXHAUSTED when the institution would have more than it may; what it has already it may
// upload again.
absl::StatusOr<Evidence> StoreEvidence(sql::Database& database, const Context& context,
                                       SpooledFile& file, const EvidenceUpload& upload);

// Gives the file to `each`, piece by piece, with no transaction open meanwhile: who takes them may
// be slow. An error from `each` stops and is returned. DATA_LOSS with EVIDENCE_MISMATCH when the
// stored bytes are not those of the name; it comes before the last piece, so that nobody has taken
// a whole file by then.
absl::Status ReadEvidence(sql::Database& database, const Context& context, const Evidence& evidence,
                          absl::FunctionRef<absl::Status(std::string piece)> each);

// OK when each of the texts that have the form "evidence/…" names a file that is there and that the
// institution may have; other texts, such as links, are not looked at. Else INVALID_ARGUMENT with a
// field violation for each such text (once, in order of the texts): what is absent and what is
// others' look the same.
absl::Status CheckEvidence(sql::Tx& tx, absl::Span<const std::string> names,
                           const std::string& institution);

}  // namespace tarazy::rankings
