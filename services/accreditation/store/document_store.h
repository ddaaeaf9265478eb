// Documents of cases: stored once by the SHA-256 of their bytes, given to who may have them.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/blob/pieces.h"
#include "common/sql/database.h"

namespace tarazy::accreditation {

struct StoredDocument {
  std::string sha256;  // 64 digits of lower-case hex
  int64_t size = 0;    // bytes
  std::string title;
  std::string media_type;
  absl::Time created;
};

// "documents/9f86d081…".
std::string DocumentName(absl::string_view sha256);

// Who wants to have a document, by what he may have it for. The empty reader is anybody: he may
// have what published cases make public.
struct DocumentReader {
  bool agency = false;      // every document
  bool council = false;     // what any case names
  std::string holder;       // what he has uploaded: "institutions/ektu", or a token
  std::string institution;  // what cases of this institution name: the bare id
  std::string token;        // what cases name in whose commission this token sits
};

// False when the file is there already: then nothing is stored.
absl::StatusOr<bool> InsertDocument(sql::Tx& tx, const StoredDocument& document,
                                    absl::string_view uploaded_by);

// Records that the holder (empty: the agency) has uploaded the file. False when he had before: then
// the first record stays.
absl::StatusOr<bool> GrantDocument(sql::Tx& tx, const StoredDocument& document,
                                   absl::string_view holder, absl::string_view uploaded_by);

// Bytes of all files that the holder has uploaded, whoever brought them first.
absl::StatusOr<int64_t> DocumentBytesOf(sql::Tx& tx, absl::string_view holder);

// NOT_FOUND when it is not there or not for this reader. The title is the first uploader's.
absl::StatusOr<StoredDocument> LoadDocument(sql::Tx& tx, absl::string_view sha256,
                                            const DocumentReader& reader);

// Where the bytes of all documents are.
const blob::PieceTable& DocumentPieces();

}  // namespace tarazy::accreditation
