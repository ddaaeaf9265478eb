#include "common/blob/pieces.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy::blob {
namespace {

using sql::V;

absl::Status Mismatch(const StoredFile& file) {
  return MakeError(absl::StatusCode::kDataLoss, Reason::kEvidenceMismatch,
                   absl::StrCat("the stored bytes of ", file.name,
                                " are not those that were uploaded; tell the operator"),
                   {.metadata = {{"resource", file.name}}});
}

// Empty when there is no such piece.
absl::StatusOr<std::string> LoadPiece(sql::Tx& tx, const PieceTable& table,
                                      absl::string_view sha256, int64_t ordinal) {
  std::string bytes;
  RETURN_IF_ERROR(tx.QueryOne(table.load, {V(sha256), V(ordinal)}, [&](const sql::Row& row) {
                      bytes = row.Bytes(0);
                    }).status());
  return bytes;
}

}  // namespace

absl::Status StorePieces(sql::Tx& tx, const PieceTable& table, absl::string_view sha256,
                         SpooledFile& file) {
  int64_t ordinal = 0;
  return file.Read([&](absl::string_view piece) {
    std::vector<std::vector<sql::Value>> rows(1);
    rows[0] = {V(sha256), V(ordinal++), V(sql::Blob{std::string(piece)})};
    return tx.InsertMany(table.rows, rows);
  });
}

absl::Status ReadPieces(sql::Database& database, const Context& context, const PieceTable& table,
                        const StoredFile& file,
                        absl::FunctionRef<absl::Status(std::string piece)> each) {
  Sha256 hash;
  int64_t read = 0;
  for (int64_t ordinal = 0; read < file.size; ++ordinal) {
    std::string piece;
    RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(piece, LoadPiece(tx, table, file.sha256, ordinal));
      return absl::OkStatus();
    }));
    if (piece.empty()) return Mismatch(file);
    hash.Update(piece);
    read += static_cast<int64_t>(piece.size());
    const bool ended = read >= file.size;
    if (ended && (read != file.size || Hex(hash.Finish()) != file.sha256)) return Mismatch(file);
    RETURN_IF_ERROR(each(std::move(piece)));
  }
  return absl::OkStatus();
}

}  // namespace tarazy::blob
