#include "services/accreditation/store/document_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::accreditation {
namespace {

using sql::ColumnType;
using sql::V;

// An empty holder, institution or token is nobody's but the agency's, which is ?2. What a case
// opens must have been brought by somebody whom the case concerns.
constexpr char kLoad[] =
    "SELECT d.size_bytes, d.title, d.media_type, d.created_at FROM document d "
    "WHERE d.sha256 = ?1 AND (?2 = 1 OR "
    "EXISTS (SELECT 1 FROM document_access a "
    "WHERE a.sha256 = d.sha256 AND a.holder = ?4 AND a.holder <> '') OR "
    "EXISTS (SELECT 1 FROM case_document n JOIN accreditation_case c ON c.id = n.case_id "
    "WHERE n.sha256 = d.sha256 AND (n.is_public = 1 OR ?3 = 1 OR "
    "(c.institution = ?5 AND c.institution <> '') OR "
    "EXISTS (SELECT 1 FROM case_member m "
    "WHERE m.case_id = n.case_id AND m.token = ?6 AND m.token <> '')) AND "
    "EXISTS (SELECT 1 FROM document_access b WHERE b.sha256 = d.sha256 AND "
    "(b.holder = '' OR b.holder = 'institutions/' || c.institution OR "
    "EXISTS (SELECT 1 FROM case_member k "
    "WHERE k.case_id = n.case_id AND k.token = b.holder)))))";

}  // namespace

std::string DocumentName(absl::string_view sha256) { return absl::StrCat("documents/", sha256); }

absl::StatusOr<bool> InsertDocument(sql::Tx& tx, const StoredDocument& document,
                                    absl::string_view uploaded_by) {
  ASSIGN_OR_RETURN(
      const int64_t inserted,
      tx.Exec("INSERT INTO document (sha256, size_bytes, title, media_type, created_at, "
              "uploaded_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
              {V(document.sha256), V(document.size), V(document.title), V(document.media_type),
               V(document.created), V(uploaded_by)}));
  return inserted > 0;
}

absl::StatusOr<bool> GrantDocument(sql::Tx& tx, const StoredDocument& document,
                                   absl::string_view holder, absl::string_view uploaded_by) {
  ASSIGN_OR_RETURN(
      const int64_t inserted,
      tx.Exec(
          "INSERT INTO document_access (holder, sha256, title, created_at, uploaded_by) "
          "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
          {V(holder), V(document.sha256), V(document.title), V(document.created), V(uploaded_by)}));
  return inserted > 0;
}

absl::StatusOr<int64_t> DocumentBytesOf(sql::Tx& tx, absl::string_view holder) {
  int64_t bytes = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT CAST(COALESCE(SUM(d.size_bytes), 0) AS bigint) "
                              "FROM document_access a JOIN document d ON d.sha256 = a.sha256 "
                              "WHERE a.holder = ?1",
                              {V(holder)}, [&](const sql::Row& row) { bytes = row.Int(0); })
                      .status());
  return bytes;
}

absl::StatusOr<StoredDocument> LoadDocument(sql::Tx& tx, absl::string_view sha256,
                                            const DocumentReader& reader) {
  StoredDocument document{.sha256 = std::string(sha256)};
  ASSIGN_OR_RETURN(const bool found,
                   tx.QueryOne(kLoad,
                               {V(sha256), V(reader.agency), V(reader.council), V(reader.holder),
                                V(reader.institution), V(reader.token)},
                               [&](const sql::Row& row) {
                                 document.size = row.Int(0);
                                 document.title = row.Text(1);
                                 document.media_type = row.Text(2);
                                 document.created = row.Time(3);
                               }));
  if (!found) return NotFound("document", DocumentName(sha256));
  return document;
}

const blob::PieceTable& DocumentPieces() {
  static const auto* const kTable = new blob::PieceTable{
      .rows = {"document_chunk",
               {{"sha256", ColumnType::kText},
                {"ordinal", ColumnType::kInt},
                {"bytes", ColumnType::kBlob}}},
      .load = "SELECT bytes FROM document_chunk WHERE sha256 = ?1 AND ordinal = ?2"};
  return *kTable;
}

}  // namespace tarazy::accreditation
