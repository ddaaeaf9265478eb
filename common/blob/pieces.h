// A stored file's bytes: rows of pieces under the SHA-256 of the whole.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/blob/spooled_file.h"
#include "common/sql/database.h"

namespace tarazy::blob {

// A service's table of pieces. Its statements are that service's own, whole.
struct PieceTable {
  sql::BulkTable
      rows;  // of sha256 (text), ordinal (integer, from 0) and bytes (blob), in this order
  absl::string_view load;  // selects the bytes where sha256 is ?1 and ordinal is ?2
};

// Stores the file in pieces of SpooledFile::kPieceBytes, the last one shorter, in bounded memory.
absl::Status StorePieces(sql::Tx& tx, const PieceTable& table, absl::string_view sha256,
                         SpooledFile& file);

// What is expected to be stored.
struct StoredFile {
  std::string sha256;  // 64 digits of lower-case hex
  int64_t size = 0;    // bytes
  std::string name;    // for messages: "evidence/9f86d081…"
};

// Gives the file to `each`, piece by piece, with no transaction open meanwhile: who takes them may
// be slow. An error from `each` stops and is returned. DATA_LOSS with EVIDENCE_MISMATCH when the
// stored bytes are not those of the digest; it comes before the last piece, so that nobody has
// taken a whole file by then.
absl::Status ReadPieces(sql::Database& database, const Context& context, const PieceTable& table,
                        const StoredFile& file,
                        absl::FunctionRef<absl::Status(std::string piece)> each);

}  // namespace tarazy::blob
