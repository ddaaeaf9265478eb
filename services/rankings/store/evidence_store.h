// Files of evidence: stored once by the SHA-256 of their bytes, given to who has uploaded them.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/blob/pieces.h"
#include "common/sql/database.h"

namespace tarazy::rankings {

struct Evidence {
  std::string sha256;  // 64 digits of lower-case hex
  int64_t size = 0;    // bytes
  std::string file_name;
  absl::Time created;
};

// In all functions `institution` is the bare id of an institution, or empty for the agency: its
// staff may have every file, an institution those that it has uploaded itself.

// False when the file is there already: then nothing is stored.
absl::StatusOr<bool> InsertEvidence(sql::Tx& tx, const Evidence& evidence,
                                    absl::string_view uploaded_by);
// Records that the institution has uploaded the file. False when it had before: then the first
// record stays.
absl::StatusOr<bool> GrantEvidence(sql::Tx& tx, const Evidence& evidence,
                                   absl::string_view institution, absl::string_view uploaded_by);

// Bytes of all files that the institution has uploaded, whoever brought them first.
absl::StatusOr<int64_t> EvidenceBytesOf(sql::Tx& tx, absl::string_view institution);

// With the name that the institution gave it and when; the agency gets the first name when it has
// given none, and when the file was stored first. So nobody learns that others have a file.
// NOT_FOUND when it is not there or not for the institution.
absl::StatusOr<Evidence> LoadEvidence(sql::Tx& tx, absl::string_view sha256,
                                      absl::string_view institution);

// Where the bytes of all files are.
const blob::PieceTable& EvidencePieces();

}  // namespace tarazy::rankings
