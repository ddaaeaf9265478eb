#include "services/rankings/store/evidence_store.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/domain/evidence_name.h"

namespace tarazy::rankings {
namespace {

using sql::ColumnType;
using sql::V;

constexpr char kLoadForAgency[] =
    "SELECT e.size_bytes, COALESCE(a.file_name, e.file_name), e.created_at FROM evidence e "
    "LEFT JOIN evidence_access a ON a.sha256 = e.sha256 AND a.institution = ?2 "
    "WHERE e.sha256 = ?1";
constexpr char kLoadForInstitution[] =
    "SELECT e.size_bytes, a.file_name, a.created_at FROM evidence_access a "
    "JOIN evidence e ON e.sha256 = a.sha256 WHERE a.sha256 = ?1 AND a.institution = ?2";

}  // namespace

absl::StatusOr<bool> InsertEvidence(sql::Tx& tx, const Evidence& evidence,
                                    absl::string_view uploaded_by) {
  ASSIGN_OR_RETURN(
      const int64_t inserted,
      tx.Exec("INSERT INTO evidence (sha256, size_bytes, file_name, created_at, uploaded_by) "
              "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
              {V(evidence.sha256), V(evidence.size), V(evidence.file_name), V(evidence.created),
               V(uploaded_by)}));
  return inserted > 0;
}

absl::StatusOr<bool> GrantEvidence(sql::Tx& tx, const Evidence& evidence,
                                   absl::string_view institution, absl::string_view uploaded_by) {
  ASSIGN_OR_RETURN(
      const int64_t inserted,
      tx.Exec("INSERT INTO evidence_access (institution, sha256, file_name, created_at, "
              "uploaded_by) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
              {V(institution), V(evidence.sha256), V(evidence.file_name), V(evidence.created),
               V(uploaded_by)}));
  return inserted > 0;
}

absl::StatusOr<int64_t> EvidenceBytesOf(sql::Tx& tx, absl::string_view institution) {
  int64_t bytes = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT CAST(COALESCE(SUM(e.size_bytes), 0) AS bigint) "
                              "FROM evidence_access a JOIN evidence e ON e.sha256 = a.sha256 "
                              "WHERE a.institution = ?1",
                              {V(institution)}, [&](const sql::Row& row) { bytes = row.Int(0); })
                      .status());
  return bytes;
}

absl::StatusOr<Evidence> LoadEvidence(sql::Tx& tx, absl::string_view sha256,
                                      absl::string_view institution) {
  Evidence evidence{.sha256 = std::string(sha256)};
  ASSIGN_OR_RETURN(const bool found,
                   tx.QueryOne(institution.empty() ? kLoadForAgency : kLoadForInstitution,
                               {V(sha256), V(institution)}, [&](const sql::Row& row) {
                                 evidence.size = row.Int(0);
                                 evidence.file_name = row.Text(1);
                                 evidence.created = row.Time(2);
                               }));
  if (!found) return NotFound("file", EvidenceName(sha256));
  return evidence;
}

const blob::PieceTable& EvidencePieces() {
  static const auto* const kTable = new blob::PieceTable{
      .rows = {"evidence_chunk",
               {{"sha256", ColumnType::kText},
                {"ordinal", ColumnType::kInt},
                {"bytes", ColumnType::kBlob}}},
      .load = "SELECT bytes FROM evidence_chunk WHERE sha256 = ?1 AND ordinal = ?2"};
  return *kTable;
}

}  // namespace tarazy::rankings
